import Foundation
import Playground
import Testing

/// Mistakes that were found once.
@Suite struct WorkbenchRegressionTests {
    private static func answers(_ commands: String) throws -> [String] {
        let workbench = try Workbench()
        var answers: [String] = []
        workbench.execute(script: commands.replacing("Samples/", with: Tool.root.path + "/Samples/"), name: nil, strict: false) {
            answers.append($0.text)
        }
        return answers
    }

    /// Searches go window by window: the instruction at a window's beginning belongs to one of them.
    @Test func `every instruction can be stopped at, wherever a window ends`() throws {
        let folder = try Scratch()
        let path = try folder.file("line.s", ("_start:\n" + String(repeating: " add r1, 1\n", count: 20_000) + " hlt\n").utf8)
        let workbench = try Workbench()
        workbench.execute("load \(path)") { _ in }
        for index in [1, 16_383, 16_384, 16_385, 19_999] {
            workbench.execute("reset; until \(0x1000 + index * 4); expect cycle == \(index)") {
                #expect(!$0.isFailure, "\($0.text)")
            }
            workbench.execute("until cycle 20001; back to \(0x1000 + index * 4); expect cycle == \(index)") {
                #expect(!$0.isFailure, "\($0.text)")
            }
        }
        workbench.execute("reset; step 5; back to _start; expect cycle == 0") { #expect(!$0.isFailure, "\($0.text)") }
    }

    /// Two boundaries can be in front of one instruction, in a translation for example.
    @Test(arguments: ["native", "trap", "bt", "hvm-shadow", "hvm-nested"].sampledInDebug(3))
    func `a breakpoint counts each time once`(_ engine: String) throws {
        let workbench = try Workbench()
        workbench.execute(
            "load \(Tool.root.path)/Samples/recursion.s; set isa classic; engine \(engine); break fibonacci ignore 1000000; run"
        ) {
            #expect(!$0.isFailure, "\($0.text)")
        }
        #expect(workbench.breakpoints[0].hits == 21_891)
    }

    @Test func `a typed instruction leaves memory alone, whatever it changes`() throws {
        let folder = try Scratch()
        let path = try folder.file(
            "two.s",
            """
            _start:
                mov r1, 0x30000
                mov r2, 0x32023
                store [r1], r2
                mov r2, 0x3302f
                store [r1+1024], r2
                mov r1, 0x31000
                mov r2, 0x32023
                store [r1], r2
                mov r2, 0x3402f
                store [r1+1024], r2
                mov r1, 0x32000
                mov r2, 0x0023
                mov r3, 64
            fill:
                store [r1], r2
                add r1, r1, 4
                add r2, r2, 4096
                add r3, r3, -1
                cmp r3, 0
                jne fill
                mov r1, 0x33000
                mov r2, 0x3602f
                store [r1], r2
                mov r1, 0x34000
                mov r2, 0x3702f
                store [r1], r2
                mov r1, 0x36000
                mov r2, 0x11111111
                store [r1], r2
                mov r1, 0x37000
                store [r1], r2
                mov r1, 0x30000
                mov cr3, r1
                mov r2, CR0_PAGING
                mov cr0, r2
                mov r10, 0x31000
                mov r4, 0x40000000
                jmp r4
            """.utf8)
        let workbench = try Workbench()
        workbench.execute("load \(path); until 0x40000000") { #expect(!$0.isFailure, "\($0.text)") }
        let session = try workbench.session
        let memory = session.guestMemory
        workbench.execute("execute mov cr3, r10") { #expect(!$0.isFailure, "\($0.text)") }
        #expect(session.guestCPU[.cr3] == 0x31000)
        // But for the bits that walks set.
        let changed = zip(memory, session.guestMemory).enumerated().filter { $0.element.0 != $0.element.1 }.map(\.offset)
        #expect(changed.allSatisfy { (0x30...0x34).contains($0) }, "\(changed)")
    }

    @Test(arguments: [
        "over 3", "run 5", "delete 1 2", "mark a b", "engine trap junk", "load Samples/echo.s x", "step 1 2", "reset now",
    ])
    func `a command with too many words does nothing`(_ line: String) throws {
        let workbench = try Workbench()
        workbench.execute("load \(Tool.root.path)/Samples/hello.s; step 2; break _start") { #expect(!$0.isFailure, "\($0.text)") }
        let (prompt, marks) = (workbench.prompt, workbench.marks)
        workbench.execute(line) { #expect($0.isFailure && $0.text.contains("is one too many"), "\($0.text)") }
        #expect(workbench.prompt == prompt && workbench.marks == marks && workbench.breakpoints.count == 1)
    }

    @Test func `a long sum is a mistake`() throws {
        let answers = try Self.answers("load Samples/hello.s\nprint " + String(repeating: "1+", count: 100_000) + "1")
        #expect(answers.last?.contains("more than 64 terms") == true)
    }

    @Test func `numbers of more than 32 bits are added as they are`() throws {
        #expect(try Self.answers("load Samples/hello.s\nprint 4294967296 + 1").last == "0x100000001 = 4,294,967,297")
        #expect(try Self.answers("load Samples/hello.s\nprint 0 - 1").last == "0xffffffff = 4,294,967,295, -1 signed")
    }

    @Test func `a breakpoint that goes on does so as often as it is hit`() throws {
        let answers = try Self.answers("load Samples/recursion.s\nbreak factorial do \"print r1; continue\"\nrun\nbreak")
        #expect(answers.filter { $0.hasPrefix("0x") && $0.contains(" = ") }.count == 12)
        #expect(answers.last?.contains("(12 times so far)") == true)
    }

    @Test func `input sent at a mark stays when the mark is gone to`() throws {
        let straight = try Self.answers("load Samples/echo.s\ngoto 2000\nsend \"aaa\\n\"\nsend \"bbb\\n\"\ncontinue\nprint cycle")
            .last
        let astray = try Self.answers(
            "load Samples/echo.s\ngoto 2000\nsend \"aaa\\n\"\nmark m\nstep 3\ngoto m\nsend \"bbb\\n\"\ncontinue\nprint cycle"
        ).last
        #expect(straight == astray)
        let after = try Self.answers("load Samples/hello.s\nrun\nsend \"abc\"\ndevices\nback 1\ngoto 1000000\ndevices")
        #expect(after.last == after[3])
    }

    @Test func `why knows a write that has just been made, and one by a device`() throws {
        let call = try Self.answers("load Samples/recursion.s\nuntil factorial\nuntil write 0xfffff0\nwhy 0xfffff0").last
        #expect(call?.contains("last written by") == true, "\(call ?? "")")
        let disk = try Self.answers("load Samples/disk.s\nuntil device DISK\nuntil write buffer\nwhy buffer").last
        #expect(disk?.contains("last written by") == true, "\(disk ?? "")")
    }
}
