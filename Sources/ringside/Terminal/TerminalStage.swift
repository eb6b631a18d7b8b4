import Foundation
import Playground
import Teaching

/// A demo on the terminal: it goes on by keys, and lets the teacher drop to a prompt.
struct TerminalStage: Stage {
    private let isWaiting: Bool
    private static let keystroke: useconds_t = 25_000

    init(isWaiting: Bool) {
        self.isWaiting = isWaiting
        if isWaiting { Terminal.print("(any key goes on; p: a prompt in the machine as it is; q: leaves)") }
    }

    func heading(_ title: String) { Terminal.print("\n" + title + "\n" + String(repeating: "-", count: title.count) + "\n") }

    func show(_ text: String) { isWaiting ? Pager.show(text + "\n") : Terminal.print(text + "\n") }

    func type(_ command: String, prompt: String) {
        guard isWaiting else { return Terminal.print(prompt + command) }
        Key.ignoring {
            Terminal.write(Array(prompt.utf8))
            for character in command {
                usleep(Self.keystroke)
                Terminal.write(Array(String(character).utf8))
            }
            Terminal.print("")
        }
    }

    func goesOn(_ bench: Workbench) -> Bool {
        guard isWaiting else { return true }
        while true {
            switch Key.read() {
            case "q", nil: return false
            case "p":
                Interrupt.install()
                let state = bench.state
                Prompt(bench, greeting: "(a prompt in the machine as it is; Ctrl-D goes back to the demo)").run()
                bench.restore(state)
                bench.wantsToLeave = false
                Terminal.print("(back in the demo: any key goes on)")
            default: return true
            }
        }
    }
}
