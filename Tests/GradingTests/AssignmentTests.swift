import Foundation
import Playground
import Teaching
import Testing

@Suite struct AssignmentTests {
    @Test(arguments: [
        ("points: 10", "points: 9", "the checks have 10 points in all, and the assignment 9"),
        ("points: 10", "points: ten", "a number of points must be a whole number"),
        ("engines: [native, bt]", "engines: [native, vm]", "no engine 'vm'"),
        ("engines: [native, bt]", "engines: [native, native]", "each once"),
        ("host: classroom", "host: attic", "no host model 'attic'"),
        ("files: [sum.s]", "files: [../sum.s]", "'../sum.s' is no file's name"),
        ("files: [sum.s]", "files: [none.s]", "starter/none.s: no such file"),
        ("given: [main.s]", "given: [main.s, sum.s]", "is one of the files that a submission has"),
        ("id: slow,", "id: absent,", "there is no file wrong/absent.diff"),
        ("score: 8", "score: 10", "is not a score that is not full"),
        ("id: quiet", "id: works", "there is another check 'works'"),
        ("needs: [works]", "needs: [quick]", "'quick' is no check before this one"),
        ("guest: varies.s", "guest: lost.s", "'lost.s' is none of the files"),
        ("contain: [cli]", "contain: [clli]", "no instruction is called 'clli'"),
        ("matches: \"^su\"", "matches: \"^su(\"", "this is no regular expression"),
        ("A: 1..50", "A: 50..1", "a range is wanted"),
        ("same: [engines, solution]", "same: [neighbours]", "'neighbours' is neither"),
        ("most: 12, points: 3", "most: 12, points: 2", "steps go from the least value, with all points"),
        ("hidden: true", "hidden: perhaps", "must be true or false"),
        ("    reveal: true\n", "    revael: true\n", "unknown key 'revael' in a check"),
        ("title: A sum\n", "title: A sum\ntitle: Another\n", "the key title stands there twice"),
        ("title: A sum\n", "title: [\n", "not YAML"),
        ("    expect: [\"r0 == {{A}} + {{B}}\"]\n", "", "the check 'secret-sums' looks at nothing"),
    ])
    func `what is wrong with an assignment is told at its place`(old: String, new: String, message: String) throws {
        let folder = try SmallAssignment.folder { $0.replacing(old, with: new) }
        let error = #expect(throws: UserError.self) { try AssignmentFile.read(folder.url.path) }
        #expect(error?.text.contains(message) == true, "\(error?.text ?? "")")
        #expect(error?.text.contains(#/assignment\.yml:\d+:\d+: error:/#) == true, "\(error?.text ?? "")")
    }

    @Test func `an assignment is proved`() throws {
        func failures(_ change: (String) -> String) throws -> String {
            let folder = try SmallAssignment.folder(change)
            return try AssignmentCheck(try AssignmentFile.read(folder.url.path)).failures.joined(separator: "\n")
        }
        let told = try failures { $0 }
        #expect(told.contains("'always-five' (It knows one answer.) gets 4 points, and 5 are said"), "\(told)")
        #expect(!told.contains("slow") && !told.contains("starter"))
        #expect(try failures { $0.replacing("score: 5", with: "score: 4") }.isEmpty)
        #expect(
            try failures { $0.replacing("[stop exit 5, r0 == 5]", with: "[stop exit 6]") }.contains("the reference solution gets"))
    }

    @Test func `an assignment whose solutions cannot run proves nothing`() throws {
        let folder = try SmallAssignment.folder { $0.replacing("score: 5", with: "score: 0") }
        let assignment = try AssignmentFile.read(folder.url.path)
        let diff = "--- a\n+++ sum.s\n@@ -2,1 +2,1 @@\n-    add r0, r1, r2\n+    nonsense\n"
        _ = try folder.file("wrong/always-five.diff", diff.utf8)
        #expect(try AssignmentCheck(assignment).failures.contains { $0.contains("always-five does not assemble") })
        for (old, new, message) in [
            ("-    add", "-    sub", ":4: error: the file has something else there"),
            ("+++ sum.s", "+++ mul.s", ":2: error: there is no file 'mul.s'"),
            ("@@ -2,1", "@@ -99,1", "the file has no line 99"), ("@@ -2", "@@ two", "a hunk begins like"),
            (diff, "\n", "no unified diff"),
        ] {
            _ = try folder.file("wrong/always-five.diff", diff.replacing(old, with: new).utf8)
            let error = #expect(throws: UserError.self) { try AssignmentCheck(assignment) }
            #expect(error?.text.contains(message) == true, "\(error?.text ?? "")")
        }
    }

    @Test func `a handout is wanted, and no mistake that nobody proves`() throws {
        let folder = try SmallAssignment.folder { $0.replacing("score: 5", with: "score: 4") }
        try FileManager.default.removeItem(atPath: folder.url.path + "/README.md")
        _ = try folder.file("wrong/other.diff", [])
        let failures = try AssignmentCheck(try AssignmentFile.read(folder.url.path)).failures
        #expect(failures.count == 2 && failures[0].contains("README.md") && failures[1].contains("wrong/other.diff"))
    }

    /// The assignments that come with Ringside.
    @Test(.disabled(if: isDebugBuild)) func `all assignments are as they say`() throws {
        let check = try Tool.run("assignment", "check")
        #expect(check.status == 0, "\(check.errors)")
        #expect(check.output.split(separator: "\n").count == 5)
    }
}
