import Devices
import ISA
import Testing

@testable import Machine

@Suite struct InterruptTests {
    /// Interrupt 0x20 is the timer's, 0x21 the console's; each handler notes its vector behind r9 and ends the interrupt.
    private static let handlers =
        """
        timer:
            mov r7, 0x20
            out TIMER_STATUS, r6
            jmp note
        console:
            mov r7, 0x21
            in r8, CONSOLE_DATA
        note:
            store [r9], r7
            add r9, r9, 4
            out PIC_EOI, r6
            iret

        """

    private static let start =
        prelude + """
                mov r9, 0xc000
                mov r6, 1
                clr r0
                out PIC_MASK, r0

            """

    private func guest(_ text: String, input: [UInt8] = [], extra: [(Int, String, String)] = []) throws -> Guest {
        let table: [(Int, String, String)] = [(0x20, "timer", "GATE_PRESENT"), (0x21, "console", "GATE_PRESENT")] + extra
        let guest = try Guest(Self.start + text + Self.handlers + gates(table.map { (vector: $0.0, handler: $0.1, bits: $0.2) }))
        _ = guest.host.bus.modify(Console.self) { $0.send(input) }
        return guest
    }

    private func notes(_ guest: Guest) -> [UInt32] { stride(from: 0xc000, to: guest[9], by: 4).map { guest.word($0) } }

    @Test func interruptsWaitForTheFlag() throws {
        let guest = try guest("out CONSOLE_CONTROL, r6\n nop\n nop\n nop\n sti\n nop\n after: cli\n hlt\n", input: [5])
        #expect(guest.run() == .halt)
        #expect(notes(guest) == [0x21] && guest[8] == 5 && guest.host.counters.interrupts == 1)
        #expect(guest.word(0xa000 - Frame.size) == guest["after"] && guest.word(0xa000 - 12) == Flags.interrupt)
    }

    @Test func stiTakesEffectAfterTheNextInstruction() throws {
        let guest = try guest("out CONSOLE_CONTROL, r6\n sti\n cli\n hlt\n", input: [5])
        #expect(guest.run() == .halt)
        #expect(notes(guest) == [])
        let again = try self.guest("sti\n out CONSOLE_CONTROL, r6\n sti\n here: cli\n hlt\n", input: [5])
        // Where interrupts are enabled already, sti makes nobody wait.
        #expect(again.run() == .halt && notes(again) == [0x21])
    }

    @Test func stiAndHltCannotBeParted() throws {
        let guest = try guest("out CONSOLE_CONTROL, r6\n sti\n hlt\n woken: cli\n hlt\n", input: [5])
        #expect(guest.run() == .halt)
        #expect(notes(guest) == [0x21] && guest.word(0xa000 - Frame.size) == guest["woken"])
    }

    @Test func aFaultEndsTheShadow() throws {
        let guest = try guest(
            "out CONSOLE_CONTROL, r6\n sti\n ud\n fault: hlt\n", input: [5],
            extra: [(6, "fault", "GATE_PRESENT | GATE_KEEP_INTERRUPTS")])
        guest.run(until: 20_000)
        #expect(notes(guest) == [0x21] && guest.traps(.undefined) == 1)
    }

    @Test func hltWithoutInterruptsStopsAndWithThemIdles() throws {
        #expect(try guest("hlt\n").run() == .halt)
        let guest = try guest("sti\n hlt\n")
        #expect(guest.run(until: 50_000) == .budget && guest.host.cpu.halted)
        #expect(guest.host.ledger.clock == 50_000 && guest.host.ledger[.idle] > 45_000 && guest.host.ledger.balances)
    }

    @Test(arguments: [(0, [UInt32(0x20), 0x21]), (1, [0x20, 0x21]), (2, []), (15, [])])
    func theTaskPriorityHoldsBackItsClassAndThoseBelow(_ priority: Int, _ expected: [UInt32]) throws {
        let guest = try guest(
            "mov r1, \(priority)\n mov cr8, r1\n sti\n out TIMER_CONTROL, r6\n mov r1, 500\n wait: dec r1\n cmp r1, 0\n jne wait\n out CONSOLE_CONTROL, r6\n nop\n cli\n hlt\n",
            input: [1])
        #expect(guest.run() == .halt)
        #expect(notes(guest) == expected)
    }

    @Test func loweringTheTaskPriorityLetsAWaitingInterruptInAtOnce() throws {
        let guest = try guest(
            "mov r1, 15\n mov cr8, r1\n out CONSOLE_CONTROL, r6\n sti\n nop\n clr r1\n mov cr8, r1\n here: cli\n hlt\n", input: [1])
        #expect(guest.run() == .halt)
        #expect(notes(guest) == [0x21] && guest.word(0xa000 - Frame.size) == guest["here"])
    }

    @Test func ofSeveralTheHighestVectorComesFirst() throws {
        let guest = try guest(
            "mov r1, 64\n out TIMER_PERIOD, r1\n out TIMER_CONTROL, r6\n out CONSOLE_CONTROL, r6\n sti\n nop\n nop\n cli\n hlt\n",
            input: [1])
        #expect(guest.run() == .halt)
        #expect(notes(guest) == [0x21, 0x20])
    }

    @Test func onlyAHigherClassInterruptsAHandler() throws {
        // The console has class 4; the timer class 2. The console's handler waits with interrupts on for the timer in vain;
        // the other way round it gets through.
        func order(_ consoleVector: Int, first: String, second: String) throws -> [UInt32] {
            let slow =
                """
                slow:
                    mov r7, 0x77
                    store [r9], r7
                    add r9, r9, 4
                    \(second)
                    sti
                    nop
                    nop
                    nop
                    cli
                    mov r7, 0x78
                    store [r9], r7
                    add r9, r9, 4
                    out TIMER_STATUS, r6
                    clr r7
                    out CONSOLE_CONTROL, r7
                    out PIC_EOI, r6
                    iret

                """
            let isTimerSlow = first.contains("TIMER")
            let table = [
                (0x20, isTimerSlow ? "slow" : "timer", "GATE_PRESENT"),
                (consoleVector, isTimerSlow ? "console" : "slow", "GATE_PRESENT"),
            ]
            let guest = try Guest(
                Self.start + "mov r1, \(consoleVector)\n out PIC_ROUTE + 1, r1\n \(first)\n sti\n"
                    + String(repeating: "nop\n", count: 2000)
                    + "cli\n hlt\n" + slow + Self.handlers + gates(table.map { (vector: $0.0, handler: $0.1, bits: $0.2) }))
            _ = guest.host.bus.modify(Console.self) { $0.send([1]) }
            #expect(guest.run() == .halt)
            return notes(guest)
        }
        let (timer, console) = ("out TIMER_CONTROL, r6", "out CONSOLE_CONTROL, r6")
        #expect(try order(0x40, first: timer, second: console) == [0x77, 0x21, 0x78])
        #expect(try order(0x2f, first: timer, second: console) == [0x77, 0x78])
        #expect(try order(0x40, first: console, second: timer) == [0x77, 0x78])
    }

    @Test func aFaultDuringDeliveryLeavesTheInterruptWaiting() throws {
        // The first fault's handler makes the gate present; the interrupt then comes where it should have come.
        let guest = try guest(
            "out CONSOLE_CONTROL, r6\n sti\n nop\n here: cli\n hlt\n"
                + "mend: mov r1, 0x8000 + 0x21 * 8 + 4\n store [r1], r6\n load r5, [sp+FRAME_ERROR]\n load r4, [sp+FRAME_PC]\n iret\n",
            input: [5], extra: [(13, "mend", "GATE_PRESENT")])
        guest.setWord(0x8000 + 0x21 * 8 + 4, 0)
        #expect(guest.run() == .halt)
        #expect(guest[5] == protection(.gateAbsent, gate: 0x21) && guest[4] == guest["here"])
        #expect(notes(guest) == [0x21] && guest.word(0xa000 - Frame.size) == guest["here"])
        #expect(guest.host.counters.interrupts == 1 && guest.traps(.protection) == 1)
    }

    @Test func aStormOfUndeliverableInterruptsStillEndsAtTheLimit() throws {
        // The interrupt's gate is absent; the fault's keeps interrupts enabled and starts its stack afresh. So nothing is ever
        // executed, but time passes.
        let guest = try guest(
            "out CONSOLE_CONTROL, r6\n sti\n nop\n hlt\n fault: nop\n", input: [5],
            extra: [(13, "fault", "GATE_PRESENT | GATE_KEEP_INTERRUPTS | GATE_FRESH_STACK")])
        guest.setWord(0x8000 + 0x21 * 8 + 4, 0)
        #expect(guest.run(until: 100_000) == .budget)
        #expect(guest.host.ledger.clock < 101_000 && guest.host.ledger.balances)
    }
}
