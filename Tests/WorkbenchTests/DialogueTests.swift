import Foundation
import Playground
import Testing

/// Commands with their answers, recorded: `> command` begins each. `RINGSIDE_ACCEPT=1` records anew, and fails so that a person looks.
@Suite struct DialogueTests {
    static let folder = Tool.root.appendingPathComponent("Tests/WorkbenchTests/Dialogues")

    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        // Experiments run dozens of guests, which takes a debug build minutes.
        return files.filter { $0.hasSuffix(".txt") && !(isDebugBuild && $0 == "experiments.txt") }.sorted()
    }()

    @Test(arguments: names) func dialogue(_ name: String) throws {
        let file = Self.folder.appendingPathComponent(name)
        let recorded = try String(contentsOf: file, encoding: .utf8)
        let commands = recorded.split(separator: "\n", omittingEmptySubsequences: false).filter { $0.hasPrefix("> ") }.map {
            String($0.dropFirst(2))
        }
        try #require(!commands.isEmpty)
        let played = try Self.play(commands)
        if ProcessInfo.processInfo.environment["RINGSIDE_ACCEPT"] == "1" {
            try Data(played.utf8).write(to: file)
            Issue.record("\(name) is recorded; look at it, and run again without RINGSIDE_ACCEPT")
            return
        }
        #expect(played == recorded, "\(Self.difference(played, recorded))")
    }

    @Test func `there are dialogues of every kind`() { #expect(Self.names.count >= 20) }

    /// Every command is in one of them, so that a new one is not forgotten.
    @Test(.disabled(if: isDebugBuild)) func `every command is used in a dialogue`() throws {
        var used: Set<String> = []
        for name in Self.names {
            let text = try String(contentsOf: Self.folder.appendingPathComponent(name), encoding: .utf8)
            for line in text.split(separator: "\n") where line.hasPrefix("> ") {
                for command in Line.commands(of: String(line.dropFirst(2))) ?? [] {
                    if let found = try? Command.find(command.words[0].text) { used.insert(found.name) }
                }
            }
        }
        // Lessons have tests of their own.
        let commands = Command.all.filter { $0.group != .lessons }.map(\.name)
        #expect(Set(commands).subtracting(used).subtracting(["script"]) == [])
    }

    private static func play(_ commands: [String]) throws -> String {
        let workbench = try Workbench()
        var text = ""
        workbench.console = { text += String(decoding: $0, as: UTF8.self) }
        for command in commands {
            text += "> \(command)\n"
            workbench.execute(command) { text += ($0.isFailure ? "error: " : "") + $0.text + "\n" }
        }
        return text
    }

    private static func difference(_ played: String, _ recorded: String) -> String {
        let (a, b) = (
            played.split(separator: "\n", omittingEmptySubsequences: false),
            recorded.split(separator: "\n", omittingEmptySubsequences: false)
        )
        guard let line = (0..<max(a.count, b.count)).first(where: { a.prefix($0 + 1) != b.prefix($0 + 1) }) else { return "" }
        return
            "line \(line + 1): got '\(line < a.count ? a[line] : "nothing")', recorded is '\(line < b.count ? b[line] : "nothing")'"
    }
}
