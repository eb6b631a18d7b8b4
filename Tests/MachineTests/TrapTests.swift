import ISA
import Testing

@testable import Machine

@Suite struct TrapTests {
    @Test func trapsFromAnOuterRingArriveOnTheInnerStackWithTheirFrame() throws {
        let guest = try Guest(
            prelude + "cmp r0, r0\n" + enter(3, "user", flags: "FLAG_CARRY | FLAG_INTERRUPT") + "user: ud\n" + catchAll)
        #expect(guest.run() == .halt)
        #expect(guest[10] == 6 && guest[12] == guest["user"] && guest[14] == 0xb000)
        #expect(guest[13] == 3 << Flags.ringShift | Flags.carry | Flags.interrupt)
        #expect(guest.host.cpu.sp == 0x9000 - Frame.size && guest.host.cpu.ring == 0 && !guest.host.cpu.interruptsEnabled)
    }

    @Test func intGoesOnBehindItselfAndIretComesBack() throws {
        let guest = try Guest(
            prelude + enter(3, "user", flags: "FLAG_INTERRUPT")
                + """
                user:
                    mov r1, 1
                    int 0x80
                    mov r3, 3
                    brk
                    int 0x81
                handler:
                    mov r2, 2
                    rdring r5
                    pushf
                    pop r6
                    iret
                finish:
                    hlt

                """ + catching([(0x80, "handler", "GATE_PRESENT | GATE_USER"), (0x81, "finish", "GATE_PRESENT | GATE_USER")]))
        // The breakpoint's gate is ring 0's own.
        #expect(guest.run() == .halt)
        #expect(guest[1] == 1 && guest[2] == 2 && guest[3] == 3 && guest[5] == 0 && guest[6] & Flags.interrupt == 0)
        #expect(guest[10] == 13 && guest[11] == protection(.gateRing, gate: 3))
        #expect(guest.host.counters.traps[0x80] == 1 && guest.host.counters.traps[3] == 0)
    }

    /// Calls gate 0x40 with these bits from a ring; the error code of the protection fault, 0 if the gate was entered.
    private func call(_ bits: UInt32, ring: UInt8, middleRings: Bool = false) throws -> (error: UInt32, guest: Guest) {
        let guest = try Guest("here: int 0x40\n handler: nop\n" + catchAll)
        guest.setWord(0x8000 + 0x40 * 8, guest["handler"])
        guest.setWord(0x8004 + 0x40 * 8, bits)
        guest.host.cpu.trapTable = 0x8000
        guest.host.cpu.ring = ring
        guest.host.cpu.interruptsEnabled = true
        guest.host.cpu[.cr0] = middleRings ? CR0.middleRings : 0
        for (index, register) in [ControlRegister.sp0, .sp1, .sp2].enumerated() {
            guest.host.cpu[register] = 0x9000 + UInt32(index) * 0x100
        }
        guest.host.cpu.sp = 0xb000
        guest.step()
        if guest.traps(.protection) == 1 { return (guest.word(guest.host.cpu.sp + Frame.error), guest) }
        #expect(guest.pc == guest["handler"] && guest.word(guest.host.cpu.sp) == guest["here"] + 4)
        return (0, guest)
    }

    private static let userGate = Gate.present | 3 << Gate.callerShift
    private static let refusals: [(UInt32, UInt8, ProtectionCause)] = [
        (0, 0, .gateAbsent), (userGate & ~Gate.present, 3, .gateAbsent), (userGate | 1 << 7, 0, .gateReserved),
        (userGate | 1 << 31, 3, .gateReserved), (userGate | 1 << Gate.targetShift, 3, .gateReserved),
        (userGate | 2 << Gate.targetShift, 3, .gateReserved), (userGate | 3 << Gate.targetShift, 0, .gateReserved),
        (userGate | 3 << Gate.targetShift | Gate.freshStack, 3, .gateReserved), (Gate.present, 3, .gateRing),
        (Gate.present, 1, .gateRing), (Gate.present | 1 << Gate.callerShift, 2, .gateRing),
        (Gate.present | 2 << Gate.callerShift, 3, .gateRing),
    ]

    @Test(arguments: refusals)
    func gatesRefuse(_ bits: UInt32, _ ring: UInt8, _ cause: ProtectionCause) throws {
        let (error, guest) = try call(bits, ring: ring)
        #expect(error == protection(cause, gate: 0x40))
        #expect(guest.host.counters.retired == 0 && guest.host.counters.traps[0x40] == 0)
    }

    @Test(arguments: [
        // Bits, caller's ring, ring reached, stack reached.
        (UInt32(0), UInt8(0), UInt8(0), UInt32(0xb000)), (0, 3, 0, 0x9000), (1, 3, 1, 0x9100), (2, 3, 2, 0x9200), (3, 3, 3, 0xb000),
        (1, 1, 1, 0xb000), (0, 1, 0, 0x9000), (2, 2, 2, 0xb000),
    ])
    func gatesLeadToTheirRingOnItsStack(_ target: UInt32, _ ring: UInt8, _ reached: UInt8, _ top: UInt32) throws {
        let (error, guest) = try call(Self.userGate | target << Gate.targetShift, ring: ring, middleRings: true)
        #expect(error == 0 && guest.host.cpu.ring == reached && guest.host.cpu.sp == top - Frame.size)
        #expect(guest.word(top - 12) == Flags.interrupt | UInt32(ring) << Flags.ringShift && guest.word(top - 8) == 0xb000)
        #expect(!guest.host.cpu.interruptsEnabled)
    }

    @Test func aGateMayKeepInterruptsAndAskForAFreshStack() throws {
        let (_, guest) = try call(Self.userGate | Gate.keepInterrupts | Gate.freshStack, ring: 0)
        #expect(guest.host.cpu.interruptsEnabled && guest.host.cpu.sp == 0x9000 - Frame.size && guest.word(0x9000 - 8) == 0xb000)
    }

    @Test func softwareTrapsAreCountedWhereTheyWereExecuted() throws {
        let (_, guest) = try call(Self.userGate, ring: 3)
        #expect(guest.host.counters.retiredUser == 1 && guest.host.counters.retiredKernel == 0)
        #expect(guest.host.ledger[.ringCrossings] == 200 && guest.host.ledger.clock == 200)
    }

    /// Executes iret in a ring with a frame that names another.
    private func iret(from ring: UInt8, to target: UInt32, flags: UInt32, isa: ISAVariant = .x86, middleRings: Bool = false) throws
        -> Guest
    {
        let guest = try Guest("here: iret\n there: nop\n" + catchAll, model: hostModel(isa: isa))
        for (index, word) in [guest["there"], flags | target << Flags.ringShift, 0xa800, 77].enumerated() {
            guest.setWord(0xb000 + UInt32(index) * 4, word)
        }
        guest.host.cpu.trapTable = 0x8000
        guest.host.cpu[.sp0] = 0x9000
        guest.host.cpu[.cr0] = middleRings ? CR0.middleRings : 0
        guest.host.cpu.ring = ring
        guest.host.cpu.sp = 0xb000
        guest.step()
        return guest
    }

    @Test(arguments: [(UInt8(0), UInt32(0)), (0, 3), (3, 3), (0, 1), (0, 2), (1, 1), (1, 3), (2, 3)])
    func iretGoesToTheSameOrAnOuterRing(_ ring: UInt8, _ target: UInt32) throws {
        let guest = try iret(from: ring, to: target, flags: Flags.zero | Flags.interrupt, middleRings: true)
        #expect(guest.pc == guest["there"] && guest.host.cpu.sp == 0xa800 && guest.host.cpu.ring == UInt8(target))
        // Outside ring 0 the interrupt flag stays what it was, and nothing says so.
        #expect(guest.host.cpu.flags == Flags.zero | (ring == 0 ? Flags.interrupt : 0))
    }

    @Test(arguments: [
        (UInt8(3), UInt32(0), ProtectionCause.returnInward), (3, 2, .returnInward), (1, 0, .returnInward), (0, 1, .ringReserved),
        (0, 2, .ringReserved),
    ])
    func iretRefusesInnerAndReservedRings(_ ring: UInt8, _ target: UInt32, _ cause: ProtectionCause) throws {
        let guest = try iret(from: ring, to: target, flags: 0)
        #expect(guest.word(guest.host.cpu.sp + Frame.error) == protection(cause) && guest.host.counters.retired == 0)
    }

    @Test func iretOfAnOuterRingTrapsOnAClassicHost() throws {
        let guest = try iret(from: 3, to: 3, flags: 0, isa: .classic)
        #expect(guest.word(guest.host.cpu.sp + Frame.error) == protection(.privileged))
    }

    @Test(arguments: [(UInt8(0), true), (3, false)])
    func popfChangesTheInterruptFlagInRing0Alone(_ ring: UInt8, _ changes: Bool) throws {
        let guest = try Guest("mov r1, -1\n push r1\n popf\n nop\n")
        guest.host.cpu.ring = ring
        for _ in 0..<4 { guest.step() }
        // All ones: the bits that exist are taken, the trace flag with them.
        #expect(guest.host.cpu.flags == Flags.all & ~(changes ? 0 : Flags.interrupt))
    }

    @Test func syscallAndSysretCarryTheCallersState() throws {
        let guest = try Guest(
            prelude + "mov r0, kernel\n mov sysentry, r0\n" + enter(3, "user", flags: "FLAG_INTERRUPT | FLAG_OVERFLOW")
                + """
                user:
                    syscall
                back:
                    rdring r2
                    pushf
                    pop r3
                    ud
                kernel:
                    rdring r1
                    pushf
                    pop r4
                    mov r5, sp
                    mov r6, r12
                    mov r7, r13
                    mov r8, r14
                    sysret

                """ + catchAll)
        #expect(guest.run() == .halt)
        #expect(guest[1] == 0 && guest[2] == 3 && guest[5] == 0x9000 && guest[7] == guest["back"] && guest[8] == 0xb000)
        #expect(guest[6] == Flags.interrupt | Flags.overflow && guest[3] == guest[6] && guest[4] == Flags.overflow)
        #expect(guest.host.counters.systemCalls == 1)
    }

    @Test(arguments: [("ring 0", UInt8(0), UInt32(0x1000)), ("no entry", 3, 0)])
    func syscallIsUndefinedElsewhere(_ why: String, _ ring: UInt8, _ entry: UInt32) throws {
        let guest = try Guest("syscall\n" + catchAll)
        guest.host.cpu.trapTable = 0x8000
        guest.host.cpu[.sp0] = 0x9000
        guest.host.cpu[.sysentry] = entry
        guest.host.cpu.ring = ring
        #expect(guest.run() == .halt && guest[10] == 6)
    }
}
