import Foundation
import Testing

/// The README claims only what is true: every command in it is run here, and what it shows must be what comes.
@Suite struct ReadmeTests {
    /// A line `$ command` of a `console` block with the lines below it.
    struct Dialogue: CustomTestStringConvertible, Sendable {
        let command: String
        let output: [String]
        var testDescription: String { command }
    }

    static let dialogues: [Dialogue] = {
        let text = (try? String(contentsOf: Tool.root.appendingPathComponent("README.md"), encoding: .utf8)) ?? ""
        var dialogues: [Dialogue] = []
        var inside = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line.hasPrefix("```") {
                inside = line == "```console"
            } else if inside, line.hasPrefix("$ ") {
                dialogues.append(Dialogue(command: String(line.dropFirst(2)), output: []))
            } else if inside, let last = dialogues.popLast() {
                dialogues.append(Dialogue(command: last.command, output: last.output + [line]))
            }
        }
        return dialogues
    }()

    @Test func `there are commands to test`() { #expect(Self.dialogues.count >= 10) }

    /// In one order, because a later command may use what an earlier one has written.
    @Test func `every command gives what the README shows`() throws {
        let folder = try Scratch()
        for dialogue in Self.dialogues {
            let command = dialogue.command.replacing("/tmp/", with: folder.url.path + "/")
            let result = try Tool.shell("{ \(command)\n} 2>&1")
            if dialogue.output == ["…"] { continue }
            var lines = result.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            if lines.last == "" { lines.removeLast() }
            let shown = dialogue.output.map { $0.replacing("/tmp/", with: folder.url.path + "/") }
            if shown.last == "…" {
                #expect(Array(lines.prefix(shown.count - 1)) == Array(shown.dropLast()), "\(dialogue.command)")
            } else {
                #expect(lines == shown, "\(dialogue.command)")
            }
        }
    }
}
