import Foundation
import Playground
import Teaching
import Testing

@Suite struct GraderTests {
    @Test func `what is right gets all points, and what is wrong those that are earned`() throws {
        #expect(try SmallAssignment.grade(SmallAssignment.solution).status == .passed)
        let wrong = try SmallAssignment.grade(SmallAssignment.alwaysFive)
        #expect(wrong.status == .failed && wrong.score == 4)
        #expect(wrong.checks.map(\.outcome) == [.passed, .passed, .failed, .blocked])
    }

    @Test func `a result with nothing earned is there before anything runs, and after each check`() throws {
        let (folder, handedIn) = (try SmallAssignment.folder(), try Scratch())
        _ = try handedIn.file("sum.s", SmallAssignment.solution.utf8)
        let assignment = try AssignmentFile.read(folder.url.path)
        var reported: [Verdict] = []
        _ = try Grader(assignment, try SubmissionFiles(handedIn.url.path, of: assignment)).grade(name: "x") { reported.append($0) }
        #expect(reported.map(\.score) == [0, 3, 4, 7, 10, 10])
        #expect(reported.dropLast().allSatisfy { $0.status == .error } && reported.last?.status == .passed)
        for format in ReportFormat.allCases { #expect(!format.report(reported[0], for: .student).isEmpty) }
    }

    /// None of these may pass, nor be called a mere mistake.
    @Test(arguments: [
        ("an endless loop", "sum: jmp sum", "not at its end after 200,000 cycles"),
        ("an output flood", "sum: out CONSOLE_DATA, r1\n jmp sum", "more than 64 bytes of output"),
        ("a crash", "sum: int 3", "triple-fault"),
        ("nothing", "", "'sum' is not defined"),
        ("no source", "\u{0}\u{1}\u{2}", "sum.s: not a text"),
        ("an include bomb", ".include \"sum.s\"", "more than 16 deep"),
        ("a macro bomb", ".macro m\n m\n m\n.endm\nsum: m", "nested more than 32 deep"),
        ("nested conditions", String(repeating: ".if 1\n", count: 30_000), "nested more than 100 deep"),
        ("a file of the machine", "sum: .include \"/etc/passwd\"", "leads out of"),
        ("a file beside the folder", "sum: .include \"../main.s\"", "leads out of"),
        ("the grader's own program", "sum: .include \"varies.s\"", "no file 'varies.s'"),
        ("long sums", ".rept 1000\n .word " + String(repeating: "1+", count: 3000) + "1\n.endr", "the limit is"),
        ("too many sections", (0..<2000).map { ".section s\($0)\n" }.joined(), "more than 1000 sections"),
    ])
    func `what cannot be graded is an error with its reason`(what: String, source: String, reason: String) throws {
        let verdict = try SmallAssignment.grade(source)
        #expect(verdict.status == .error && verdict.score == 0, "\(what)")
        let text = ReportFormat.text.report(verdict, for: .student)
        #expect(text.contains(reason), "\(what): \(text)")
        #expect(!text.contains("{") && !text.contains("/tmp"), "\(text)")
    }

    @Test func `files that are no sources are told of`() throws {
        let folder = try SmallAssignment.folder()
        let assignment = try AssignmentFile.read(folder.url.path)
        func problem(_ prepare: (Scratch) throws -> Void) throws -> String? {
            let handedIn = try Scratch()
            try prepare(handedIn)
            let verdict = try Grader(assignment, try SubmissionFiles(handedIn.url.path, of: assignment)).grade(name: "x")
            #expect(verdict.status == .error && verdict.score == 0)
            return verdict.problem
        }
        #expect(try problem { _ in } == "sum.s: missing")
        #expect(try problem { _ = try $0.file("sum.s", Array("RING32\0".utf8)) } == "sum.s: an image, and a source is wanted")
        let link = { (target: String) in
            { (folder: Scratch) in
                try FileManager.default.createSymbolicLink(
                    atPath: folder.url.path + "/sum.s", withDestinationPath: target)
            }
        }
        #expect(try problem(link("/etc/passwd")) == "sum.s: a link that leads out of the folder; it is not followed")
        #expect(try problem(link("nowhere")) == "sum.s: a link that leads nowhere")
        #expect(try problem { mkfifo($0.url.path + "/sum.s", 0o600) }?.hasPrefix("sum.s: not a regular file") == true)
        #expect(try problem { _ = try $0.file("sum.s", [UInt8](repeating: 10, count: 2 << 20)) }?.contains("the limit is") == true)
    }

    @Test func `what a submission calls its labels changes nothing that is counted, and random numbers have no names`() throws {
        let slow = SmallAssignment.slow
        #expect(try SmallAssignment.grade(slow).score == 8)
        #expect(try SmallAssignment.grade("retired = 1\nr0 = 5\n" + slow).score != 10)
        #expect(try SmallAssignment.grade("A = 1\nB = 2\n" + SmallAssignment.solution).status == .passed)
        let asking = "sum:\n.ifdef A\n    mov r0, A + B\n.else\n    mov r0, 5\n.endif\n    ret\n"
        #expect(try SmallAssignment.grade(asking).score == 4)
    }

    @Test func `forbidden instructions are found, whatever they are written as`() throws {
        func remark(_ source: String) throws -> String? { try SmallAssignment.grade(source).checks[1].remarks.first?.found }
        #expect(try remark("sum: cli\n add r0, r1, r2\n ret") == "the program contains cli")
        let cli = try #require(Command.all.isEmpty ? nil : Self.word("cli"))
        #expect(try remark("sum: .word \(cli)\n add r0, r1, r2\n ret") == "the program contains cli")
        #expect(try remark("sum: sti\n add r0, r1, r2\n ret") == "it executes sti")
        #expect(try remark("sum: add r0, r1, r2\n ret\n sti") == nil)
    }

    private static func word(_ instruction: String) throws -> UInt32 {
        var files = SourceFiles()
        files.own["x.s"] = Array("_start: \(instruction)\n".utf8)
        let bytes = try GuestFile("x.s", from: files).image.segments[0].bytes
        return bytes.prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    @Test func `learners see neither hidden checks nor what was expected`() throws {
        let folder = try SmallAssignment.folder { $0.replacing("    reveal: true\n", with: "") }
        let verdict = try SmallAssignment.grade(SmallAssignment.alwaysFive.utf8.map { $0 == 0x35 ? 0x36 : $0 }, folder)
        for format in [ReportFormat.text, .classroom, .junit, .tap] {
            var text = format.report(verdict, for: .student)
            if format == .classroom {
                text = String(decoding: Data(base64Encoded: String(text.dropFirst(7).dropLast()))!, as: UTF8.self)
            }
            for secret in ["secret-sums", "other numbers", "exit 5", "== 5"] {
                #expect(!text.contains(secret), "\(format): \(text)")
            }
            #expect(
                text.contains("checks that are not shown") && text.contains("is exit 6") && !text.contains("message=\"\""),
                "\(format): \(text)")
        }
        let teacher = ReportFormat.text.report(verdict, for: .teacher)
        #expect(teacher.contains("secret-sums") && teacher.contains("expected: stop exit 5"))
        // The report that says all is well where only the hidden checks fail would be a lie.
        let known = try SmallAssignment.grade("sum: mov r0, 5\n mov r3, 9\n ret")
        #expect(ReportFormat.tap.report(known, for: .student).contains("not ok"))
        #expect(ReportFormat.junit.report(known, for: .student).contains("<failure"))
    }

    @Test func `the first difference of an output is shown, and white space does not count`() throws {
        #expect(
            try SmallAssignment.grade(
                "sum: mov r3, 13\n out CONSOLE_DATA, r3\n mov r3, 10\n out CONSOLE_DATA, r3\n" + "add r0, r1, r2\n ret"
            ).score >= 4)
        let verdict = try SmallAssignment.grade(
            "sum: mov r3, 10\n out CONSOLE_DATA, r3\n mov r3, 'x'\n out CONSOLE_DATA, r3\n add r0, r1, r2\n ret")
        let text = ReportFormat.text.report(verdict, for: .student)
        #expect(
            text.contains("not as expected from line 2 on") && text.contains("GOOD    'sum'") && text.contains("BAD     'x'"),
            "\(text)")
        #expect(text.contains("to see it, with the files that were given: ringside -c 'host classroom; engine native;"))
    }

    @Test func `code that is not the learner's must be what it was, and places must have been reached`() throws {
        // The exit code comes from a word of the program, written over.
        let patching = """
            sum:
            .ifdef done
                mov r4, patch
                load r5, [r4]
                mov r6, done
                store [r6], r5
            .endif
                mov r0, 5
                ret
            patch: mov r3, 9
            """
        let folder = try SmallAssignment.folder()
        let main = "_start:\n mov sp, 0x8000\n call sum\n mov r3, 8\ndone: nop\n out POWER_EXIT, r3\n .include \"sum.s\"\n"
        _ = try folder.file("tests/varies.s", main.utf8)
        let verdict = try SmallAssignment.grade(patching.utf8, folder)
        #expect(ReportFormat.text.report(verdict, for: .teacher).contains("it has changed code that is not its own"))
        let asking = try SmallAssignment.folder {
            $0.replacing("[stop exit 5, r0 == 5]", with: "[stop exit 5, reached again]").replacing(
                "files: [sum.s]", with: "files: [sum.s]")
        }
        _ = try asking.file("solution/sum.s", "sum: add r0, r1, r2\nagain: ret\n".utf8)
        #expect(try SmallAssignment.grade("sum: add r0, r1, r2\nagain: ret\n".utf8, asking).checks[0].outcome == .passed)
        let past = try SmallAssignment.grade("sum: add r0, r1, r2\n ret\nagain: nop\n".utf8, asking).checks[0]
        #expect(past.outcome == .failed && past.remarks[0].found == "nothing was executed there")
    }

    @Test func `what programs of the grader share is out of a submission's reach`() throws {
        let folder = try SmallAssignment.folder()
        let place = folder.url.appendingPathComponent("tests/varies.s")
        let program = try String(contentsOf: place, encoding: .utf8)
        _ = try folder.file("tests/shared.s", "    mov r1, {{A}}\n    mov r2, {{B}}\n".utf8)
        let shared = program.replacing("    mov r1, {{A}}\n    mov r2, {{B}}", with: "    .include \"tests/shared.s\"")
        #expect(shared != program)
        try Data(shared.utf8).write(to: place)
        #expect(try SmallAssignment.grade(SmallAssignment.solution.utf8, folder).status == .passed)
        let asking = try SmallAssignment.grade("sum: .include \"tests/shared.s\"\n".utf8, folder)
        #expect(asking.score == 0 && ReportFormat.text.report(asking, for: .student).contains("no file 'tests/shared.s'"))
    }

    @Test func `all that is privileged can be forbidden by one word`() throws {
        let folder = try SmallAssignment.folder { $0.replacing("contain: [cli]", with: "contain: [privileged]") }
        let verdict = try SmallAssignment.grade("sum: add r0, r1, r2\n ret\n mov cr3, r1\n".utf8, folder)
        #expect(verdict.checks[1].remarks.first?.found == "the program contains mov cr, ra, out uimm, rd")
    }

    @Test func `files that nobody asked for do no harm`() throws {
        let (folder, handedIn) = (try SmallAssignment.folder(), try Scratch())
        for number in 0..<80 { _ = try handedIn.file("a\(number).s", Array("; \(number)".utf8)) }
        _ = try handedIn.file("big.s", [UInt8](repeating: 59, count: 2 << 20))
        _ = try handedIn.file("main.s", "_start: hlt".utf8)
        mkfifo(handedIn.url.path + "/pipe.s", 0o600)
        _ = try handedIn.file("sum.s", SmallAssignment.solution.utf8)
        let assignment = try AssignmentFile.read(folder.url.path)
        let verdict = try Grader(assignment, try SubmissionFiles(handedIn.url.path, of: assignment)).grade(name: "x")
        #expect(verdict.status == .passed)
    }

    @Test func `where the assignment is at fault, nobody is graded by it`() throws {
        for (old, new) in [
            ("r0 == 5", "[nowhere] == 5"), ("counter: retired", "counter: nothing"), ("stop exit 9", "stopp exit 9"),
        ] {
            let folder = try SmallAssignment.folder { $0.replacing(old, with: new) }
            #expect(throws: UserError.self, "\(new)") { try SmallAssignment.grade(SmallAssignment.solution.utf8, folder) }
        }
    }
}
