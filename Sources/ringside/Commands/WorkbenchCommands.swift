import ArgumentParser
import Foundation
import Playground
import Teaching

/// Without a subcommand: the prompt on a terminal, else commands from `-c` or standard input.
struct PromptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prompt", abstract: "Work with a guest step by step: at a prompt, or by commands from -c or standard input.",
        discussion: """
            'help' at the prompt lists the commands. -c and input that is no terminal end at the first command that fails, with exit status 1.
            """)

    @Option(name: .customShort("c"), help: "Carry out these commands, with semicolons between.") var commands: String?
    @Flag(inversion: .prefixedNo, help: "End at the first command that fails.") var strict = true

    func run() throws {
        let isInteractive = commands == nil && isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0
        if isInteractive { Interrupt.install() }
        let workbench = try Workbench()
        let player = LessonPlayer(progress: StateFolder.path.map { $0 + "/progress.json" })
        workbench.tutor = player
        if isInteractive { return withExtendedLifetime(player) { Prompt(workbench).run() } }
        if let commands {
            Script.exit(workbench, commands, name: nil, strict: strict, player)
        }
        guard let input = try? FileHandle.standardInput.readToEnd() ?? Data() else {
            throw UserError(.noSuchFile, "standard input cannot be read")
        }
        Script.exit(workbench, String(decoding: input, as: UTF8.self), name: "standard input", strict: strict, player)
    }
}

struct ScriptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "script", abstract: "Carry out the commands in a file.",
        discussion: "The first command that fails ends it. Exit status: 0 if all went well, 1 if not.")

    @Argument(help: "A file of commands, as at the prompt.") var file: String
    @Flag(inversion: .prefixedNo, help: "End at the first command that fails.") var strict = true

    func run() throws {
        let text = String(decoding: try Files.read(file, limit: 1 << 20), as: UTF8.self)
        Script.exit(try Workbench(), text, name: file, strict: strict)
    }
}

enum Script {
    /// Carries commands out and leaves.
    static func exit(_ workbench: Workbench, _ text: String, name: String?, strict: Bool, _ tutor: (any Tutor)? = nil) -> Never {
        workbench.console = { Terminal.write($0) }
        workbench.tutor = tutor
        let isWell = workbench.execute(script: text, name: name, strict: strict) { reply in
            if reply.isFailure { Terminal.error("error: \(reply.text)") } else { Terminal.print(reply.text) }
        }
        Foundation.exit(isWell ? 0 : UserError.Kind.failed.rawValue)
    }
}
