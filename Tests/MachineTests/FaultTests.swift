import ISA
import Testing

@testable import Machine

@Suite struct FaultTests {
    /// Programs whose word at `here` faults, and the fault.
    private static let faulting: [(text: String, vector: Vector, error: UInt32)] = [
        ("mov r2, 7\n here: div r1, r2, r3", .divide, 0), ("here: mod r1, r2, r3", .divide, 0),
        ("here: idiv r1, r2, r3", .divide, 0),
        ("mov r2, 0x80000000\n mov r3, -1\n here: idiv r1, r2, r3", .divide, 0),
        ("mov r2, 0x80000000\n mov r3, -1\n here: imod r1, r2, r3", .divide, 0),
        ("here: ud", .undefined, 0), ("here: .word 0xffffffff", .undefined, 0), ("here: .word 0x01000001", .undefined, 0),
        ("here: hcall 1", .undefined, 0), ("here: vmxon r1", .undefined, 0), ("here: mload r1, [strip+4]", .undefined, 0),
        ("here: mjmp r1", .undefined, 0), ("here: syscall", .undefined, 0),
        ("mov r2, 0x1002\n here: load r1, [r2]", .protection, protection(.alignment)),
        ("mov r2, 0x1001\n here: loadh r1, [r2]", .protection, protection(.alignment)),
        ("mov r2, 0x1001\n here: storeh [r2], r1", .protection, protection(.alignment)),
        ("mov r2, 0x1003\n here: store [r2], r1", .protection, protection(.alignment)),
        ("mov r2, STRIP_BASE\n here: load r1, [r2]", .protection, protection(.strip)),
        ("mov r2, -1\n here: storeb [r2], r1", .protection, protection(.strip)),
        ("mov r2, 0x2004\n here: lidt r2", .protection, protection(.control)),
        ("mov r2, 16\n here: mov cr0, r2", .protection, protection(.control)),
        ("mov r2, 16\n here: mov cr8, r2", .protection, protection(.control)),
        ("mov r2, 0x1004\n here: mov cr3, r2", .protection, protection(.control)),
        ("mov r2, 2\n here: mov sysentry, r2", .protection, protection(.control)),
        ("mov r2, STRIP_BASE + PAGE_SIZE\n here: mov limit, r2", .protection, protection(.control)),
        ("here: int 0x40", .protection, protection(.gateAbsent, gate: 0x40)),
    ]

    @Test(arguments: faulting)
    func faultsChangeNothingAndAreNotCounted(_ text: String, _ vector: Vector, _ error: UInt32) throws {
        for clock in ClockMode.allCases {
            let guest = try Guest(prelude + text + "\n" + catchAll, clock: clock)
            while guest.pc != guest["here"] { guest.step() }
            let before = guest.outcome
            guest.step()
            let after = guest.outcome
            #expect(guest.traps(vector) == 1 && guest.pc == guest["caught\(vector.rawValue)"])
            // The frame lies below the old stack pointer; nothing else has changed, and no instruction was completed.
            #expect(guest.host.cpu.sp == before.registers[15] - Frame.size && after.registers[..<15] == before.registers[..<15])
            let frame = [Frame.pc, Frame.flags, Frame.sp, Frame.error].map { guest.word(guest.host.cpu.sp + $0) }
            #expect(frame == [guest["here"], before.flags, before.registers[15], error])
            #expect(after.counters.retired == before.counters.retired && after.control == before.control)
            #expect(guest.host.ledger.clock == before.ledger.clock + 200 && guest.host.ledger.balances)
            #expect(guest.run() == .halt && guest[10] == UInt32(vector.rawValue))
        }
    }

    @Test func storesThatFaultWriteNoPartOfAFrame() throws {
        // The frame of int would lie on two pages, the upper of which may not be written to. Nor has call pushed anything.
        for text in ["int 0x40", "call r1", "push r1", "pushf"] {
            let guest = try Guest("here: \(text)\n hlt\n" + catchAll)
            guest.enablePaging()
            guest.map(0x400000, to: 0x20000, PTE.present | PTE.writable)
            guest.map(0x401000, to: 0x21000, PTE.present)
            guest.setWord(0x8000 + 0x40 * 8, guest["here"])
            guest.setWord(0x8004 + 0x40 * 8, Gate.present)
            // Page faults have a stack of their own.
            guest.setWord(0x8004 + 14 * 8, Gate.present | Gate.freshStack)
            guest.host.cpu.trapTable = 0x8000
            guest.host.cpu[.sp0] = 0x9000
            guest.host.cpu.sp = text.hasPrefix("int") ? 0x401008 : 0x401004
            let before = guest.host.memory.read(at: 0x20000, count: 8192)
            #expect(guest.run() == .halt)
            #expect(guest[10] == 14 && guest[12] == guest["here"] && guest.host.memory.read(at: 0x20000, count: 8192) == before)
        }
    }

    @Test func aFaultThatCannotBeDeliveredIsADoubleFault() throws {
        let guest = try Guest(prelude + "here: ud\n" + catchAll)
        guest.setWord(0x8000 + 6 * 8 + 4, 0)
        #expect(guest.run() == .halt)
        #expect(guest[10] == 8 && guest[11] == 0 && guest[12] == guest["here"])
        #expect(guest.traps(.doubleFault) == 1 && guest.traps(.undefined) == 0 && guest.traps(.protection) == 0)
        #expect(guest.host.ledger[.ringCrossings] == 2 * 200)
    }

    @Test func aPageFaultWhileDeliveringLeavesItsAddress() throws {
        let guest = try Guest(prelude + "here: mov sp, 0x500008\n load r1, [sp]\n" + catchAll)
        guest.enablePaging()
        guest.setWord(0x8004 + 8 * 8, Gate.present | Gate.freshStack)
        #expect(guest.run() == .halt)
        // The load faulted at its address, the frame at the highest of its words.
        #expect(guest[10] == 8 && guest[12] == guest["here"] + 8 && guest.host.cpu[.cr2] == 0x500004)
    }

    @Test func aTripleFaultStopsWithItsStory() throws {
        let guest = try Guest("mov r1, 0x8000\n lidt r1\n mov sp, 0xa000\n mov r2, 3\n here: load r1, [r2]\n")
        let stop = guest.run()
        guard case .tripleFault(let report) = stop else {
            Issue.record("stopped by \(stop)")
            return
        }
        #expect(
            report.lines == [
                "The machine stopped on a triple fault at pc 0x1018 in ring 0, cycle 415.",
                "  The word there is 0x10120000: load r1, [r2].",
                "  First: protection fault: an address that is not a multiple of the access's size.",
                "  While delivering that: protection fault: the trap table's gate for the vector is not present (vector 13).",
                "  While delivering the double fault: protection fault: the trap table's gate for the vector is not present (vector 8).",
                "  Check the trap table (lidt), its gates for these vectors, and the stack that they use (sp0).",
            ])
        // It stays stopped.
        let clock = guest.host.ledger.clock
        #expect(guest.run() == stop && guest.host.ledger.clock == clock && guest.host.ledger.balances)
    }

    @Test func reportsNamePageFaultsAndTheirCauses() throws {
        let guest = try Guest("mov r2, 0x500000\n here: store [r2], r1\n")
        guest.enablePaging()
        guest.host.cpu.trapTable = 0x600000
        guest.host.cpu.ring = 0
        guard case .tripleFault(let report) = guest.run() else {
            Issue.record("no triple fault")
            return
        }
        #expect(
            Array(report.lines[2...4]) == [
                "  First: page fault, write at 0x500000 from ring 0: the entry is not present.",
                "  While delivering that: page fault, read at 0x600070 from ring 0: the entry is not present.",
                "  While delivering the double fault: page fault, read at 0x600040 from ring 0: the entry is not present.",
            ])
    }

    @Test func jumpsToMisalignedPlacesFaultThere() throws {
        let guest = try Guest(prelude + "mov r1, 0x1002\n jmp r1\n" + catchAll)
        #expect(guest.run() == .halt)
        #expect(guest[10] == 13 && guest[11] == protection(.alignment) && guest[12] == 0x1002)
    }

    @Test func jumpsIntoTheStripFaultThereInEveryRing() throws {
        for ring in [0, 3] {
            let guest = try Guest(prelude + enter(ring, "outer") + "outer: mov r1, STRIP_BASE\n jmp r1\n" + catchAll)
            #expect(guest.run() == .halt)
            #expect(guest[10] == 13 && guest[11] == protection(.strip) && guest[12] == 0xffc0_0000)
            #expect(guest[13] >> 12 == UInt32(ring))
        }
    }

    @Test(arguments: [(0, 0), (1, 13), (2, 13), (3, 13)])
    func theLimitBindsTheOuterRings(_ ring: Int, _ vector: UInt32) throws {
        let guest = try Guest(
            prelude + "mov r1, CR0_MIDDLE_RINGS\n mov cr0, r1\n mov r1, 0x10000\n mov limit, r1\n"
                + enter(ring, "outer") + "outer: load r2, [r1-4]\n here: load r2, [r1]\n mov r10, 0\n jmp r1\n" + catchAll)
        guest.setWord(0x10000, Decoded(.ud).word)
        #expect(guest.run() == .halt)
        if vector == 0 {
            // Ring 0 reads past the limit and jumps past it.
            #expect(guest[10] == 6 && guest[12] == 0x10000)
        } else {
            #expect(guest[10] == vector && guest[11] == protection(.strip) && guest[12] == guest["here"])
        }
    }
}
