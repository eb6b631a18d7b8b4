import Foundation
import Playground
import Teaching

/// A small assignment with one of everything: a routine that adds.
enum SmallAssignment {
    static let text = """
        id: small
        title: A sum
        format: 1
        points: 10
        files: [sum.s]
        given: [main.s]
        engines: [native, bt]
        host: classroom
        seed: 3
        limits: {cycles: 200_000, memory: 1, output: 64}
        wrong:
          - {id: always-five, score: 5, why: It knows one answer.}
          - {id: slow, score: 8, why: It counts.}
        checks:
          - id: works
            title: 2 and 3 are 5
            points: 3
            guest: main.s
            output: |
              sum
            expect: [stop exit 5, r0 == 5]
            same: [engines, solution]
            reveal: true
            hint: There is an instruction for it.
          - id: quiet
            title: no interrupts are touched
            points: 1
            guest: main.s
            never: {contain: [cli], execute: [sti]}
            matches: "^su"
          - id: secret-sums
            title: other numbers
            points: 3
            needs: [works]
            guest: varies.s
            vary: {A: 1..50, B: 51..100}
            expect: ["r0 == {{A}} + {{B}}"]
            hidden: true
          - id: quick
            title: without a loop
            points: 3
            needs: [secret-sums]
            guest: varies.s
            vary: {A: 40..50, B: 90..100}
            expect: [stop exit 9]
            tiers: {counter: retired, steps: [{most: 12, points: 3}, {most: 1000, points: 1}]}
        """

    static let solution = """
        sum:
            add r0, r1, r2
            ret
        """
    static let alwaysFive = """
        sum:
            mov r0, 5
            ret
        """
    static let slow = """
        sum:
            mov r0, r1
        again:
            add r0, 1
            sub r2, 1
            cmp r2, 0
            jne again
            ret
        """
    private static let main = """
        _start:
            mov sp, 0x8000
            mov r3, 's'
            out CONSOLE_DATA, r3
            mov r3, 'u'
            out CONSOLE_DATA, r3
            mov r3, 'm'
            out CONSOLE_DATA, r3
            mov r1, 2
            mov r2, 3
            call sum
            out POWER_EXIT, r0
            .include "sum.s"
        """
    private static let varies = """
        _start:
            mov sp, 0x8000
            mov r1, {{A}}
            mov r2, {{B}}
            call sum
            mov r3, 9
            out POWER_EXIT, r3
            .include "sum.s"
        """

    /// All lines of the solution go, and all of the other come.
    private static func diff(to other: String) -> String {
        let lines = { (sign: String, text: String) in
            text.split(separator: "\n", omittingEmptySubsequences: false).map { sign + $0 + "\n" }.joined()
        }
        return "--- solution/sum.s\n+++ wrong/sum.s\n@@ -1,3 +1,9 @@\n" + lines("-", solution) + lines("+", other)
    }

    /// In a folder of its own, with what `change` makes of the description.
    static func folder(_ change: (String) -> String = { $0 }) throws -> Scratch {
        let folder = try Scratch()
        for (path, text) in [
            ("assignment.yml", change(text)), ("starter/main.s", main), ("starter/sum.s", "sum:\n    ret\n"),
            ("solution/sum.s", solution), ("wrong/always-five.diff", diff(to: alwaysFive)), ("wrong/slow.diff", diff(to: slow)),
            ("tests/varies.s", varies), ("README.md", "Add two numbers.\n"),
        ] {
            let place = folder.url.appendingPathComponent(path)
            try FileManager.default.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: place)
        }
        return folder
    }

    /// What a submission with this source gets.
    static func grade(_ source: some Sequence<UInt8>, _ folder: Scratch? = nil) throws -> Verdict {
        let (folder, handedIn) = (try folder ?? Self.folder(), try Scratch())
        _ = try handedIn.file("sum.s", source)
        let assignment = try AssignmentFile.read(folder.url.path)
        return try Grader(assignment, try SubmissionFiles(handedIn.url.path, of: assignment)).grade(name: "somebody")
    }

    static func grade(_ source: String) throws -> Verdict { try grade(Array(source.utf8)) }
}
