import Foundation
import Playground
import Teaching
import Testing

@Suite(.disabled(if: isDebugBuild)) struct BatchTests {
    /// Submissions of the small assignment, with the score that each must get.
    private static let sources: [(name: String, source: String, score: Int)] =
        (0..<6).map { ("right-\($0)", SmallAssignment.solution + "\n; \($0)\n", 10) } + [
            ("five", SmallAssignment.alwaysFive, 4), ("empty", "", 0), ("loop", "sum: jmp sum", 0),
            ("=1+1, \"x\"", SmallAssignment.solution, 10),
            ("flood", "sum: out CONSOLE_DATA, r1\n jmp sum", 0), ("bomb", ".include \"sum.s\"", 0),
            ("é", SmallAssignment.solution, 10),
            (String(repeating: "n", count: 240), SmallAssignment.solution, 10),
        ]

    private func manySubmissions() throws -> Scratch {
        let folder = try Scratch()
        for (name, source, _) in Self.sources {
            let place = folder.url.appendingPathComponent(name)
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            try Data(source.utf8).write(to: place.appendingPathComponent("sum.s"))
        }
        try FileManager.default.createSymbolicLink(atPath: folder.url.path + "/mallory", withDestinationPath: "right-0")
        return folder
    }

    private func content(_ folder: Scratch, _ name: String) -> String {
        (try? String(contentsOf: folder.url.appendingPathComponent(name), encoding: .utf8)) ?? ""
    }

    @Test func `many are graded by themselves, and what is written is the same every time`() throws {
        let (assignment, handedIn) = (try SmallAssignment.folder(), try manySubmissions())
        let (first, second) = (try Scratch(), try Scratch())
        let run = { (out: Scratch, more: [String]) in
            try Tool.run(["grade", assignment.url.path, "--each", handedIn.url.path, "--out", out.url.path] + more)
        }
        let result = try run(first, [])
        #expect(result.status == 1 && result.errors.isEmpty, "\(result.errors)")
        #expect(result.output == "15 submissions: 9 passed, 1 failed, 5 with errors\n")
        let rows = content(first, "gradebook.csv").split(separator: "\n")
        #expect(rows.count == 16 && rows[0] == "submission,status,score,points,works,quiet,secret-sums,quick,reason")
        for (name, _, score) in Self.sources where !name.hasPrefix("=") {
            #expect(rows.contains { $0.hasPrefix("\(name),") && $0.contains(",\(score),10,") }, "\(name)")
        }
        // No formula, and one field.
        #expect(rows.contains { $0.hasPrefix("\"'=1+1, \"\"x\"\"\",passed,10,10") })
        #expect(content(first, "log.jsonl").contains("a link; it is not followed"))
        #expect(content(first, "reports/five.txt").hasPrefix("five: A sum, 4 of 10 points\n"))
        #expect(content(first, "gradebook.csv").contains("loop,error,0,10,0,0,0,0,\"not at its end after 200,000 cycles\"\n"))
        // One more, by itself: what is there stays.
        let late = try Tool.run("grade", assignment.url.path, handedIn.url.path + "/five", "--out", first.url.path)
        #expect(late.output == result.output)
        // One at a time, and with what is there already, it is the same.
        #expect(try run(second, ["--jobs", "1"]).status == 1)
        for name in ["gradebook.csv", "log.jsonl", "results/five.json"] { #expect(content(first, name) == content(second, name)) }
        let lines = content(second, "log.jsonl").split(separator: "\n")
        _ = try second.file("log.jsonl", (lines.prefix(5).joined(separator: "\n") + "\n{\"torn").utf8)
        #expect(try run(second, []).status == 1)
        #expect(content(first, "log.jsonl") == content(second, "log.jsonl"))
        // Parts of it, joined.
        let parts = try (1...3).map { number in
            let part = try Scratch()
            _ = try run(part, ["--shard", "\(number)/3"])
            return part
        }
        let whole = try Scratch()
        let paths = parts.map(\.url.path)
        #expect(try Tool.run(["grade", "merge"] + paths + ["--out", whole.url.path]).output == result.output)
        for name in ["gradebook.csv", "log.jsonl", "results/five.json"] { #expect(content(first, name) == content(whole, name)) }
        let incomplete = try Tool.run(["grade", "merge"] + paths.prefix(2) + ["--out", whole.url.path])
        #expect(incomplete.status == 64 && incomplete.errors.contains("missing are 3/3"))
        #expect(try run(parts[0], ["--shard", "2/3"]).errors.contains("holds part 1/3"))
    }

    @Test func `where the grader itself fails it says so, and tries again`() throws {
        let (folder, handedIn, out) = (try SmallAssignment.folder(), try manySubmissions(), try Scratch())
        let assignment = try AssignmentFile.read(folder.url.path)
        let batch = try Batch(assignment, paths: [], folders: [handedIn.url.path], into: out.url.path)
        // A program that is no grader.
        let broken = GradingProcess(URL(fileURLWithPath: "/bin/false"), assignment, out: out.url.path)
        let book = try batch.run(atATime: 2, grade: broken.grade) { _, _ in }
        #expect(book.exitStatus == 70 && book.entries.allSatisfy { $0.status == .error && $0.score == 0 })
        let good = GradingProcess(Tool.products.appendingPathComponent("ringside"), assignment, out: out.url.path)
        #expect(try batch.run(atATime: 2, grade: good.grade) { _, _ in }.entries.count { $0.status == .passed } == 9)
    }

    @Test func `a changed assignment grades anew into the same folder`() throws {
        let (folder, handedIn, out) = (try SmallAssignment.folder(), try manySubmissions(), try Scratch())
        let arguments = ["grade", folder.url.path, "--each", handedIn.url.path, "--out", out.url.path]
        _ = try Tool.run(arguments)
        _ = try folder.file("assignment.yml", SmallAssignment.text.replacing("id: quick", with: "id: swift").utf8)
        #expect(try Tool.run(arguments).status == 1)
        #expect(content(out, "gradebook.csv").hasPrefix("submission,status,score,points,works,quiet,secret-sums,swift,reason\n"))
        #expect(content(out, "gradebook.csv").contains("\nright-0,passed,10,10,3,1,3,3,\n"))
    }

    @Test func `on the command line exit statuses tell who is at fault`() throws {
        let (folder, handedIn) = (try SmallAssignment.folder(), try manySubmissions())
        let path = folder.url.path
        let right = handedIn.url.path + "/right-0"
        #expect(try Tool.run("grade", path, right).status == 0)
        #expect(try Tool.run("grade", path, right + "/sum.s").status == 0)
        #expect(try Tool.run("grade", path, handedIn.url.path + "/five").status == 1)
        #expect(try Tool.run("grade", path, handedIn.url.path + "/nobody").status == 66)
        #expect(try Tool.run("grade", path + "/none", right).status == 66)
        #expect(try Tool.run("grade", path).status == 64)
        #expect(try Tool.run("grade", path, "--each", handedIn.url.path).status == 64)
        // Nothing that is read is written over.
        #expect(try Tool.run("grade", path, right + "/sum.s", "--out", right + "/sum.s").status == 64)
        #expect(try Tool.run("grade", path, "--each", handedIn.url.path, "--out", handedIn.url.path + "/results").status == 64)
        #expect(try Tool.run("grade", path, right).status == 0)
        #expect(try Tool.run("grade", path, right, "--out", "/nowhere/x.json").status == 73)
        // Nothing that was earned before stays where the grader cannot work.
        let report = handedIn.url.path + "/report.json"
        #expect(try Tool.run("grade", path, right, "--format", "json", "--out", report).status == 0)
        _ = try folder.file("assignment.yml", "title: [".utf8)
        #expect(try Tool.run("grade", path, right, "--format", "json", "--out", report).status == 65)
        let left = try JSONDecoder().decode(Verdict.self, from: try Data(contentsOf: URL(fileURLWithPath: report)))
        #expect(left.score == 0 && left.status == .error && left.problem?.contains("not YAML") == true)
    }

    /// As Gradescope does it, in a folder of our own.
    @Test func `Gradescope's autograder leaves a result, whatever happens`() throws {
        let place = try Scratch()
        let manager = FileManager.default
        for folder in ["source", "submission"] {
            try manager.createDirectory(atPath: place.url.path + "/" + folder, withIntermediateDirectories: true)
        }
        let scripts = Tool.root.path + "/Lessons/assignments/gradescope/"
        let assignment = try SmallAssignment.folder()
        try manager.copyItem(atPath: assignment.url.path, toPath: place.url.path + "/source/assignment")
        try manager.createSymbolicLink(
            atPath: place.url.path + "/source/ringside", withDestinationPath: Tool.products.appendingPathComponent("ringside").path)
        _ = try place.file("submission/sum.s", SmallAssignment.solution.utf8)
        func score() throws -> Int? {
            let run = try Tool.shell("AUTOGRADER=\(place.url.path) bash \(scripts)run_autograder")
            #expect(run.status == 0, "\(run.errors)")
            let results = try Data(contentsOf: place.url.appendingPathComponent("results/results.json"))
            return (try JSONSerialization.jsonObject(with: results) as? [String: Any])?["score"] as? Int
        }
        #expect(try score() == 10)
        try manager.removeItem(atPath: place.url.path + "/submission/sum.s")
        #expect(try score() == 0)
        try manager.removeItem(atPath: place.url.path + "/source/ringside")
        #expect(try score() == 0)
    }
}
