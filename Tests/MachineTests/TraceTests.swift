import ISA
import Testing

@testable import Machine

@Suite struct TraceTests {
    /// Runs a text that ends in `int 0x40`; the debug trap's handler notes the pc of its frame. Returns the notes.
    private func traced(_ text: String, extra: [(vector: Int, handler: String, bits: String)] = []) throws -> (
        notes: [UInt32], guest: Guest
    ) {
        let guest = try Guest(
            prelude + "mov r9, 0xc000\n" + text + """

                finish:
                    hlt
                debug:
                    load r8, [sp+FRAME_PC]
                    store [r9], r8
                    add r9, r9, 4
                    iret
                kernel:
                    nop
                    sysret

                """ + gates([(1, "debug", "GATE_PRESENT"), (0x40, "finish", "GATE_PRESENT | GATE_USER")] + extra))
        #expect(guest.run() == .halt)
        return (stride(from: 0xc000, to: guest[9], by: 4).map { guest.word($0) }, guest)
    }

    private static let on = "mov r1, FLAG_TRACE\n push r1\n popf\n"

    @Test func everyInstructionAfterTheFlagWasSetIsFollowedByATrap() throws {
        let (notes, guest) = try traced(Self.on + "one: nop\n two: jmp four\n three: nop\n four: int 0x40\n")
        #expect(notes == [guest["two"], guest["four"]])
    }

    @Test func anInstructionThatClearsTheFlagIsTheLast() throws {
        let (notes, guest) = try traced(Self.on + "push r0\n clear: clr r2\n store [sp], r2\n popf\n nop\n int 0x40\n")
        #expect(notes == [guest["clear"], guest["clear"] + 4, guest["clear"] + 8])
    }

    @Test func iretIntoATracedProgramTracesItsFirstInstruction() throws {
        let (notes, guest) = try traced(enter(3, "user", flags: "FLAG_TRACE") + "user: nop\n nop\n int 0x40\n")
        #expect(notes == [guest["user"] + 4, guest["user"] + 8])
    }

    @Test func theKernelOfASystemCallIsNotTraced() throws {
        let (notes, guest) = try traced(
            "mov r1, kernel\n mov sysentry, r1\n" + enter(3, "user", flags: "FLAG_TRACE") + "user: syscall\n back: nop\n int 0x40\n"
        )
        #expect(notes == [guest["back"] + 4])
    }

    @Test func aFaultingInstructionIsNotFollowedByATrap() throws {
        let text = Self.on + "nop\n bad: ud\n good: nop\n int 0x40\n"
        let skip = "skip: load r8, [sp+FRAME_PC]\n add r8, r8, 4\n store [sp+FRAME_PC], r8\n iret\n"
        let (notes, guest) = try traced(text + "hlt\n" + skip, extra: [(6, "skip", "GATE_PRESENT")])
        #expect(notes == [guest["bad"], guest["good"] + 4])
    }

    @Test func aTracedHltDoesNotWait() throws {
        // The trap comes after hlt, and wakes the processor; with interrupts off and on.
        for flags in ["FLAG_TRACE", "FLAG_TRACE | FLAG_INTERRUPT"] {
            let (notes, guest) = try traced("mov r1, \(flags)\n push r1\n popf\n hlt\n woken: nop\n int 0x40\n")
            #expect(notes == [guest["woken"], guest["woken"] + 4])
        }
    }
}
