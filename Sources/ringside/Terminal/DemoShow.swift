import Foundation
import Playground
import Teaching

/// Plays a demo on the terminal, or into a recording.
struct DemoShow {
    private let demo: Demo
    private let lesson: Lesson
    private let workbench: Workbench
    private let isWaiting: Bool

    init(_ lesson: Lesson, isWaiting: Bool) throws(UserError) {
        (self.lesson, self.isWaiting) = (lesson, isWaiting)
        demo = Demo(lesson)
        workbench = try Demo.workbench(for: lesson)
    }

    func run() {
        workbench.console = { Terminal.write($0) }
        for act in demo.acts {
            switch act {
            case .heading(let title): Terminal.print("\n" + title + "\n" + String(repeating: "-", count: title.count) + "\n")
            case .text(let text):
                Terminal.print(text + "\n")
                if !goesOn() { return }
            case .command(let command):
                Terminal.write(Array((workbench.prompt + command + "\n").utf8))
                workbench.execute(command) { Terminal.print(($0.isFailure ? "error: " : "") + $0.text) }
                if !goesOn() { return }
            }
        }
    }

    /// Waits for a key, if that is wanted. Returns false if the show is over.
    private func goesOn() -> Bool {
        guard isWaiting else { return true }
        while true {
            switch Key.read() {
            case "q", nil: return false
            case "p":
                Interrupt.install()
                let state = workbench.state
                Prompt(workbench).run()
                workbench.restore(state)
                workbench.console = { Terminal.write($0) }
                workbench.wantsToLeave = false
                Terminal.print("(back in the demo: any key goes on)")
            default: return true
            }
        }
    }

    /// The same as a recording.
    func recording() -> String {
        var cast = Asciicast(title: lesson.title)
        for act in demo.acts {
            switch act {
            case .heading(let title):
                cast.mark(title)
                cast.show("\n" + title + "\n" + String(repeating: "-", count: title.count))
            case .text(let text): cast.show("\n" + text)
            case .command(let command):
                cast.type(command, prompt: workbench.prompt)
                var shown = ""
                workbench.console = { shown += String(decoding: $0, as: UTF8.self) }
                workbench.execute(command) { shown += ($0.isFailure ? "error: " : "") + $0.text + "\n" }
                cast.show(shown)
            }
        }
        return cast.text
    }
}

/// One key, without waiting for the line's end.
enum Key {
    /// `nil` at the end of input.
    static func read() -> Character? {
        var saved = termios()
        guard tcgetattr(STDIN_FILENO, &saved) == 0 else { return nil }
        var raw = saved
        raw.c_lflag &= ~tcflag_t(ICANON | ECHO)
        tcsetattr(STDIN_FILENO, TCSANOW, &raw)
        defer { tcsetattr(STDIN_FILENO, TCSANOW, &saved) }
        // An arrow or a page key sends several bytes at once.
        var bytes = [UInt8](repeating: 0, count: 16)
        guard Foundation.read(STDIN_FILENO, &bytes, bytes.count) > 0, bytes[0] != 4 else { return nil }
        return Character(UnicodeScalar(bytes[0]))
    }
}
