import CReadline
import Foundation
import Playground
import Synchronization

/// GNU readline: editing, completion, history, the settings of ~/.inputrc, text pasted in several lines.
///
/// The C boundary. Readline has one line at a time and calls back on the thread that reads it, so the completer is only ever used
/// from there; strings that it gives us are copied at once, and the one that it allocates is freed here.
struct LineEditor {
    /// How a line can go on.
    nonisolated(unsafe) private static var completer: (String) -> [String] = { _ in [] }

    private let history: String?
    private static let historyLines: Int32 = 1000

    /// `history`: where lines are kept, if they can be.
    init(history: String?, completer: @escaping (String) -> [String]) {
        self.history = history
        Self.completer = completer
        ringside_readline_start(
            strdup("ringside"),
            { _, _, end in
                guard let line = ringside_readline_line() else { return nil }
                let typed = String(decoding: UnsafeRawBufferPointer(start: line, count: Int(end)), as: UTF8.self)
                return ringside_readline_matches(LineEditor.completer(typed).joined(separator: "\n"))
            },
            {
                if Interrupt.isRequested { ringside_readline_abandon() }
                return 0
            })
        using_history()
        stifle_history(Self.historyLines)
        if let history { read_history(history) }
    }

    /// What was typed; several lines if they were pasted; empty if it was given up; `nil` at the end of input.
    func read(_ prompt: String) -> String? {
        guard let line = readline(prompt) else { return nil }
        defer { free(line) }
        return String(cString: line)
    }

    /// Has a line come again with the arrow keys, here and in the next session.
    func remember(_ text: String) {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: "; ")
        if line.isEmpty || line == ringside_readline_newest().map({ String(cString: $0) }) { return }
        add_history(line)
        if let history { write_history(history) }
    }
}

/// Ctrl-C: it stops a guest that is running, or gives up a line, and not the program.
enum Interrupt {
    private static let flag = Atomic<Bool>(false)

    static func install() { signal(SIGINT) { _ in Interrupt.flag.store(true, ordering: .relaxed) } }

    static var isRequested: Bool { flag.load(ordering: .relaxed) }

    static func clear() { flag.store(false, ordering: .relaxed) }
}

/// Where a user's state is kept, by the custom of their system.
enum StateFolder {
    /// The folder of the program's own state, made if need be; `nil` if there can be none.
    static var path: String? {
        let environment = ProcessInfo.processInfo.environment
        let base: String
        if let folder = environment["XDG_STATE_HOME"], folder.hasPrefix("/") {
            base = folder
        } else if let home = environment["HOME"], home.hasPrefix("/") {
            base = home + "/.local/state"
        } else {
            return nil
        }
        let path = base + "/ringside"
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return FileManager.default.isWritableFile(atPath: path) ? path : nil
    }
}
