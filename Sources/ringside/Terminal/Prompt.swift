import Foundation
import Playground

/// The prompt: reads a line, has it carried out, shows the answer.
struct Prompt {
    private let workbench: Workbench
    private let editor: LineEditor
    private let greeting: String

    init(_ workbench: Workbench, greeting: String = "Ringside. 'load Samples/hello.s' takes a guest, 'help' helps, Ctrl-D leaves.")
    {
        (self.workbench, self.greeting) = (workbench, greeting)
        editor = LineEditor(history: StateFolder.path.map { $0 + "/history" }) { workbench.completions($0) }
        workbench.console = { Terminal.write($0) }
        workbench.isInterrupted = { Interrupt.isRequested }
    }

    /// `first` is carried out before anything is asked for.
    func run(first: String? = nil) {
        Terminal.print(greeting)
        if let first { workbench.execute(first, report: show) }
        while !workbench.wantsToLeave {
            Interrupt.clear()
            guard let line = editor.read(workbench.prompt) else {
                Terminal.print("")
                return
            }
            if Interrupt.isRequested { Terminal.print("") }
            Interrupt.clear()
            editor.remember(line)
            workbench.execute(line, report: show)
        }
    }

    private func show(_ reply: Reply) {
        if reply.redraws { Terminal.write(Array("\u{1b}[H\u{1b}[2J".utf8)) }
        Pager.show(reply.isFailure ? "error: \(reply.text)" : reply.text)
    }
}
