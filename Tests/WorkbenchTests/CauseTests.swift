import Foundation
import Playground
import Testing

/// A report of a crash names the instruction that made it so, on every engine.
@Suite struct CauseTests {
    static let engines = ["native", "trap", "bt", "hvm-shadow", "hvm-nested"]

    private static func lines(_ source: String, _ engine: String) throws -> [String] {
        let folder = try Scratch()
        let path = try folder.file("guest.s", source.utf8)
        var options = RunOptions(model: try HostModels.load("classroom"))
        try Settings.apply(["isa=classic"], to: &options.model)
        options.engine = engine
        let session = try Session(try GuestFile(path).image, options)
        session.run()
        return try Cause.lines(of: session).map { $0.replacing(path, with: "guest.s") }
    }

    @Test(arguments: engines) func `who has overwritten a gate`(_ engine: String) throws {
        let lines = try Self.lines(
            """
            _start:
                mov r1, table
                lidt r1
                mov r2, handler
                store [r1], r2
                mov r3, GATE_PRESENT
                store [r1+4], r3
                mov r4, buffer
                mov r7, 0
                mov r8, 10
            next:
                store [r4], r7
                add r4, r4, 4
                add r8, r8, -1
                cmp r8, 0
                jne next
                div r6, r6, r7
            handler: iret
            .align 8
            buffer: .space 32
            table: .space 2048
            """, engine)
        #expect(lines.first?.contains("the gate of vector 0 (divide error)") == true)
        #expect(lines.first?.contains("last written by store [r4], r7 at") == true, "\(lines)")
        #expect(lines.first?.contains("(guest.s:12)") == true)
    }

    @Test(arguments: engines) func `who has overwritten a return address`(_ engine: String) throws {
        let lines = try Self.lines(
            "_start:\n mov sp, 0x8000\n call f\n hlt\nf:\n mov r1, sp\n mov r2, 0x500000\n store [r1], r2\n ret\n", engine)
        #expect(lines.contains { $0.contains("it got there by ret at") && $0.contains("guest.s:9") }, "\(lines)")
        #expect(lines.contains { $0.contains("0x7ffc: last written by store [r1], r2") && $0.contains("guest.s:8") }, "\(lines)")
    }

    @Test(arguments: engines) func `who has taken a page away`(_ engine: String) throws {
        let lines = try Self.lines(
            """
            _start:
                mov r0, 0x20000
                mov r1, 0x21023
                store [r0], r1
                mov r0, 0x21000
                mov r2, 0x0023
                mov r3, 64
            fill:
                store [r0], r2
                add r0, r0, 4
                add r2, r2, 4096
                add r3, r3, -1
                cmp r3, 0
                jne fill
                mov r0, 0x21010
                mov r1, 0
                store [r0], r1
                mov r1, 0x20000
                mov cr3, r1
                mov r1, CR0_PAGING
                mov cr0, r1
                mov r0, 0x4000
                load r1, [r0]
            """, engine)
        #expect(lines.first?.contains("the guest table entry for 0x4000, at 0x21010, is 0x0 (not present)") == true, "\(lines)")
        #expect(lines.first?.contains("(guest.s:17)") == true, "\(lines)")
    }

    @Test func `a guest that has not crashed has no cause`() throws {
        #expect(try Self.lines("_start: mov r0, 0\n out POWER_EXIT, r0\n", "native") == [])
    }
}
