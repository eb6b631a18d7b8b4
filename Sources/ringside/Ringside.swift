import ArgumentParser
import Foundation
import Playground

@main
struct Ringside: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ringside",
        abstract: "A playground for comparing virtualization techniques.",
        discussion: "Start with: ringside run Samples/hello.s. Without a subcommand it shows a prompt.",
        subcommands: [
            PromptCommand.self, LessonCommand.self, GradeCommand.self, AssignmentCommand.self, ScriptCommand.self, RunCommand.self,
            AssembleCommand.self,
            DisassembleCommand.self,
            ReferenceCommand.self, HostsCommand.self,
            CompareCommand.self, NanobenchCommand.self, SweepCommand.self, ClassifyCommand.self, BenchCommand.self,
            LockstepCommand.self, UnitsCommand.self,
            FuzzCommand.self,
        ], defaultSubcommand: PromptCommand.self)

    /// Exit statuses are part of the interface (64 bad usage, 65 bad input, 66 no such file), so errors are shown here.
    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let error as UserError {
            Terminal.error(isatty(STDERR_FILENO) != 0 ? error.text.fitted() : error.text)
            Foundation.exit(error.kind.rawValue)
        } catch {
            exit(withError: error)
        }
    }
}

/// Standard output and error.
enum Terminal {
    static func write(_ bytes: [UInt8]) {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(bytes))
        } catch {
            self.error("standard output cannot be written")
            exit(UserError.Kind.cannotWrite.rawValue)
        }
    }

    /// Of the terminal that standard output is; `nil` if it is none.
    static var size: (columns: Int, rows: Int)? {
        guard isatty(STDOUT_FILENO) != 0 else { return nil }
        var size = winsize()
        let known = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 && size.ws_row > 2
        return known ? (Int(size.ws_col), Int(size.ws_row)) : (80, 24)
    }

    static func print(_ text: String) { write(Array((text + "\n").utf8)) }

    /// Where errors cannot be written either, nobody is there to be told.
    static func error(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8)) }
}
