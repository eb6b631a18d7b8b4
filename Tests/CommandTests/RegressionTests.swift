import Assembler
import Foundation
import Playground
import Testing

/// What once went wrong, as people would meet it.
@Suite struct RegressionTests {
    @Test func `an interrupt whose delivery faults for ever still meets the limit`() throws {
        let folder = try Scratch()
        // The timer's gate is absent; the protection fault's gate keeps interrupts enabled and asks for a fresh stack.
        let guest = try folder.file(
            "hang.s",
            """
            TRAPS = 0x8000
            _start:
                mov r1, TRAPS
                lidt r1
                mov r2, handler
                store [r1 + VECTOR_PROTECTION * 8], r2
                mov r2, GATE_PRESENT | GATE_KEEP_INTERRUPTS | GATE_FRESH_STACK
                store [r1 + VECTOR_PROTECTION * 8 + 4], r2
                mov r1, 0x7000
                mov sp0, r1
                mov r1, 0
                out PIC_MASK, r1
                mov r1, 100
                out TIMER_PERIOD, r1
                mov r1, 1
                out TIMER_CONTROL, r1
                sti
            wait:
                jmp wait
            handler:
                jmp handler
            """.utf8)
        for clock in ["cycles", "guest"] {
            #expect(try Tool.run("run", guest, "--max-cycles", "100000", "--clock", clock).status == 124)
        }
    }

    @Test func `a long chain of constants that look forward is refused at once`() throws {
        let folder = try Scratch()
        let chain = (0..<20_000).map { "X\($0) = X\($0 + 1)\n" }.joined() + "X20000 = 1\nnop\n"
        let result = try Tool.run("run", try folder.file("chain.s", chain.utf8))
        #expect(result.status == 65)
        #expect(result.errors.contains("constants depend on each other more than 100 deep"))
    }

    @Test func `a host model with references that multiply is refused`() throws {
        let folder = try Scratch()
        let lists = (1...40).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }.joined()
        let model = try folder.file("laugh.yml", ("a0: &a0 [x]\n" + lists + "? *a40\n: 1\n").utf8)
        let result = try Tool.run("run", "Samples/hello.s", "--host", model)
        #expect(result.status == 65)
        #expect(result.errors.contains("laugh.yml:1: error: anchors (&) and aliases (*) are not taken"))
    }

    @Test func `a full disk is an error, not a crash`() throws {
        guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
        #expect(try Tool.shell("ringside run Samples/hello.s > /dev/full").status == 73)
        #expect(try Tool.shell("ringside isa > /dev/full").status == 73)
    }

    @Test func `output beyond the limit is counted and said`() throws {
        let folder = try Scratch()
        let guest = try folder.file(
            "flood.s",
            """
                mov r1, 1048576 + 5
            more:
                out CONSOLE_DATA, r1
                dec r1
                cmp r1, 0
                jne more
                out POWER_EXIT, r1
            """.utf8)
        let result = try Tool.run("run", guest, "--max-cycles", "10000000000")
        #expect(result.output.utf8.count >= 1 << 20)
        #expect(result.errors.contains("; 5 bytes of output beyond the limit are lost"))
    }

    @Test func `lines may end as on Windows`() throws {
        let folder = try Scratch()
        let guest = try folder.file(
            "crlf.s", "; given input: x\r\n; expect exit: 120\r\n in r1, CONSOLE_DATA\r\n out POWER_EXIT, r1\r\n".utf8)
        #expect(try Tool.run("run", guest, "--check").status == 0)
    }

    @Test func `asm knows its source under another name`() throws {
        let folder = try Scratch()
        let guest = try folder.file("h.s", "nop\n".utf8)
        #expect(try Tool.run("asm", guest, "-o", folder.url.path + "/./h.s").status == 64)
        #expect(try Files.read(guest) == Array("nop\n".utf8))
    }

    @Test func `a label called like a device register is listed so that it assembles`() throws {
        let folder = try Scratch()
        let image = try Image(
            segments: [Image.Segment(load: 0x1000, virtual: 0x1000, bytes: [0, 0, 0, 1])], entry: 0x1000,
            symbols: [Image.Symbol(name: "CONSOLE_DATA", value: 0x1000, kind: .label)], files: [], sourceMap: [])
        let listing = try Tool.run("disasm", try folder.file("odd.img", image.encoded)).output
        #expect(try Tool.run("asm", try folder.file("odd.s", listing.utf8)).status == 0)
    }

    @Test func `settings may come in any order`() throws {
        for order in [["tlb.entries=1", "tlb.ways=1"], ["tlb.ways=1", "tlb.entries=1"]] {
            #expect(try Tool.run("run", "Samples/hello.s", "--set", order[0], "--set", order[1]).status == 0)
        }
        #expect(try Tool.run("run", "Samples/hello.s", "--set", "tlb.entries=1").status == 64)
    }
}
