import Foundation
import Testing

/// The README claims only what is true: every command in it is run here, and what it shows must be what comes.
@Suite(.disabled(if: isDebugBuild)) struct ReadmeTests {
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
            var lines = result.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            if lines.last == "" { lines.removeLast() }
            let shown = dialogue.output.map { $0.replacing("/tmp/", with: folder.url.path + "/") }
            #expect(Self.matches(lines[...], shown[...]), "\(dialogue.command)\n\(result.output)")
        }
    }

    /// A line `…` stands for any lines, and at the end of a line for the rest of it.
    private static func matches(_ lines: ArraySlice<String>, _ shown: ArraySlice<String>) -> Bool {
        guard let first = shown.first else { return lines.isEmpty }
        if first == "…" { return (lines.startIndex...lines.endIndex).contains { matches(lines[$0...], shown.dropFirst()) } }
        guard let line = lines.first else { return false }
        let fits = first.hasSuffix("…") ? line.hasPrefix(first.dropLast()) : line == first
        return fits && matches(lines.dropFirst(), shown.dropFirst())
    }

    @Test func `an ellipsis stands for lines, and nothing else does`() {
        #expect(Self.matches(["a", "b", "c"], ["a", "…", "c"]) && Self.matches(["a", "bc"], ["…", "b…"]))
        #expect(!Self.matches(["a", "b", "d"], ["a", "…", "c"]) && !Self.matches(["a", "b"], ["a"]))
    }
}
