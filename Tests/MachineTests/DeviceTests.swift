import Devices
import ISA
import Testing

@testable import Machine

@Suite struct DeviceTests {
    private func run(_ text: String, clock: ClockMode = .cycles, input: [UInt8] = [], disk: [UInt8] = []) throws -> Guest {
        let guest = try Guest(text + "\n hlt\n", clock: clock, disk: disk)
        _ = guest.host.bus.modify(Console.self) { $0.send(input) }
        #expect(guest.run() == .halt && guest.host.ledger.balances)
        return guest
    }

    @Test func portsWithoutADeviceReadOnesAndIgnoreWrites() throws {
        let guest = try run("mov r2, 0xffff0999\n in r1, r2\n out r2, r1\n in r3, 0xffff\n in r4, POWER_EXIT\n in r5, PIC_EOI")
        #expect([guest[1], guest[3], guest[4], guest[5]] == [~0, ~0, ~0, ~0] && guest.host.counters.portAccesses == 5)
    }

    @Test func theConsoleSendsAndReceivesBytes() throws {
        let guest = try run(
            "in r1, CONSOLE_STATUS\n in r2, CONSOLE_DATA\n in r3, CONSOLE_DATA\n in r4, CONSOLE_DATA\n in r5, CONSOLE_STATUS\n mov r6, 0x141\n out CONSOLE_DATA, r6",
            input: [7, 8])
        #expect([guest[1], guest[2], guest[3], guest[4], guest[5]] == [3, 7, 8, ~0, 2] && guest.console == "A")
    }

    @Test func powerSwitchesOffWithTheLowByte() throws {
        let guest = try Guest("mov r1, 0x12a\n out POWER_EXIT, r1\n mov r2, 1\n")
        #expect(guest.run() == .powerOff(code: 42) && guest[2] == 0 && guest.run() == .powerOff(code: 42))
        #expect(guest.host.counters.retired == 2 && guest.host.ledger.balances)
    }

    /// The tick of each expiry, as the device's own events tell.
    private func expiries(_ text: String, clock: ClockMode) throws -> [UInt64] {
        let guest = try Guest(text + "\n loop: jmp loop\n", clock: clock, events: .device)
        guest.run(until: 20_000)
        var ticks: [UInt64] = []
        for event in guest.host.events.drain() { if case .deviceEvent = event.kind { ticks.append(event.cycle) } }
        return ticks
    }

    @Test func aPeriodicTimerKeepsItsPeriod() throws {
        let ticks = try expiries("mov r1, 500\n out TIMER_PERIOD, r1\n mov r2, 3\n out TIMER_CONTROL, r2", clock: .cycles)
        #expect(ticks.count == 36)
        #expect(zip(ticks.dropFirst(), ticks.dropFirst(2)).allSatisfy { $1 - $0 == 500 || $1 - $0 == 501 || $1 - $0 == 499 })
    }

    @Test func aOneShotTimerExpiresOnce() throws {
        #expect(try expiries("mov r1, 500\n out TIMER_PERIOD, r1\n mov r2, 1\n out TIMER_CONTROL, r2", clock: .cycles).count == 1)
        #expect(try expiries("mov r1, 500\n out TIMER_PERIOD, r1\n clr r2\n out TIMER_CONTROL, r2", clock: .cycles).isEmpty)
    }

    @Test func theShortestPeriodIs64Ticks() throws {
        // Under the guest's clock a tick is an instruction, and each of the loop's costs one cycle.
        let ticks = try expiries("mov r2, 3\n out TIMER_CONTROL, r2", clock: .guest)
        #expect(zip(ticks, ticks.dropFirst()).allSatisfy { $1 - $0 == 64 } && ticks.count > 200)
    }

    @Test func theTimerCountsDownAndShowsThatItExpired() throws {
        let guest = try run(
            "mov r1, 5000\n out TIMER_PERIOD, r1\n mov r2, 1\n out TIMER_CONTROL, r2\n in r3, TIMER_COUNT\n in r4, TIMER_STATUS\n mov r5, 5000\n wait: dec r5\n cmp r5, 0\n jne wait\n in r6, TIMER_STATUS\n out TIMER_STATUS, r2\n in r7, TIMER_STATUS\n in r8, TIMER_COUNT\n in r9, TIMER_CONTROL"
        )
        #expect([guest[3], guest[4], guest[6], guest[7], guest[8], guest[9]] == [4000, 0, 1, 0, 0, 0])
    }

    @Test func rdtscReadsTheClockThatDevicesRunOn() throws {
        let text = "rdtsc r1, r2\n nop\n mul r5, r5, r5\n rdtsc r3, r4"
        let cycles = try run(text)
        #expect([cycles[1], cycles[2], cycles[3], cycles[4]] == [0, 0, 20 + 1 + 4, 0])
        let guest = try run(text, clock: .guest)
        #expect([guest[1], guest[3]] == [0, 3])
        // With one register for both halves the high word comes last.
        #expect(try run("mov r1, 5\n rdtsc r1, r1")[1] == 0)
    }

    @Test func aSleepOfAnyLengthIsOneJumpOfTheClock() throws {
        for clock in ClockMode.allCases {
            let guest = try Guest(
                prelude
                    + "clr r0\n out PIC_MASK, r0\n mov r1, 1000000\n out TIMER_PERIOD, r1\n mov r1, 1\n out TIMER_CONTROL, r1\n rdtsc r2, r3\n sti\n hlt\n"
                    + "timer: rdtsc r4, r3\n hlt\n" + gates([(0x20, "timer", "GATE_PRESENT")]), clock: clock)
            #expect(guest.run(until: 3_000_000) == .halt)
            #expect(guest[4] - guest[2] > 990_000 && guest[4] - guest[2] < 1_002_000 && guest.host.ledger[.idle] > 990_000)
        }
    }

    @Test func displayCellsCanBeReadAndWrittenInAnyWidth() throws {
        let guest = try run(
            """
                mov r1, DISPLAY_CELLS
                mov r2, 0x07480748
                store [r1], r2
                mov r2, 'i'
                storeb [r1+2], r2
                mov r2, 0x1f21
                storeh [r1+160], r2
                load r3, [r1]
                loadb r4, [r1+161]
                load r5, [r1+4004]
                store [r1+4004], r2
                mov r2, 81
                store [r1+4000], r2
                load r6, [r1+4000]
            """)
        let lines = guest.host.bus.first(TextDisplay.self)?.lines
        #expect(lines?[0] == "Hi" && lines?[1] == "!" && lines?.count == 25)
        #expect([guest[3], guest[4], guest[5], guest[6]] == [0x0769_0748, 0x1f, ~0, 81])
    }

    /// Starts a request and waits for it; the status and what lies in the buffer at 0x20000 are then in r7 and r8.
    private func request(_ command: Int, sector: Int, count: Int = 1, address: String = "0x20000", extra: String = "") throws
        -> Guest
    {
        try run(
            """
                mov r1, DISK_SECTOR
                mov r2, \(sector)
                store [r1], r2
                mov r2, \(address)
                store [r1+4], r2
                mov r2, \(count)
                store [r1+8], r2
                mov r2, \(command)
                store [r1+12], r2
                load r6, [r1+16]
                \(extra)
            wait:
                load r7, [r1+16]
                test r7, 2
                jz wait
                mov r2, 0x20000
                load r8, [r2]
                load r9, [r1+24]
            """, disk: (0..<4 * 512).map { UInt8($0 / 512 + 1) })
    }

    @Test func theDiskReadsIntoMemoryAndWritesFromIt() throws {
        let read = try request(1, sector: 1, count: 2)
        #expect([read[6], read[7], read[8], read[9]] == [1, 2, 0x0202_0202, 4] && read.word(0x20200) == 0x0303_0303)
        #expect(read.word(0x20400) == 0)
        let written = try request(2, sector: 3, address: "0x1000")
        let image = written.image.segments[0].bytes
        #expect(written.host.bus.first(Disk.self)?.sectors[3].prefix(40) == image.prefix(40))
    }

    @Test func whatLiesOutsideRAMIsLostAndReadsAsOnes() throws {
        #expect(try request(1, sector: 0, address: "0x7fffff00")[7] == 2)
        #expect(
            try request(2, sector: 0, address: "0xfffffffc").host.bus.first(Disk.self)?.sectors[0].prefix(4) == [
                255, 255, 255, 255,
            ])
        // The last word of RAM and what would follow.
        #expect(try request(1, sector: 0, address: "0xffffc").word(0xffffc) == 0x0101_0101)
    }

    @Test(arguments: [
        (1, 4, 1, "0x20000"), (1, 3, 2, "0x20000"), (1, 0, 0, "0x20000"), (1, 0, 129, "0x20000"), (1, 0, 1, "0x20002"),
        (3, 0, 1, "0x20000"), (0, 0, 1, "0x20000"), (2, -1, 2, "0x20000"),
    ])
    func requestsThatCannotBeAreRefusedAtOnce(_ command: Int, _ sector: Int, _ count: Int, _ address: String) throws {
        let guest = try request(command, sector: sector, count: count, address: address)
        #expect(guest[6] == 6 && guest[7] == 6 && guest[8] == 0)
    }

    @Test func whileBusyTheRegistersStayAsTheyWere() throws {
        let guest = try request(
            1, sector: 2, extra: "clr r2\n store [r1], r2\n store [r1+4], r2\n store [r1+12], r2\n load r10, [r1]")
        #expect(guest[10] == 2 && guest[7] == 2 && guest[8] == 0x0303_0303)
    }

    @Test func routesBelow32AreNotTaken() throws {
        let guest = try run(
            "mov r1, 31\n out PIC_ROUTE + 3, r1\n in r2, PIC_ROUTE + 3\n mov r1, 255\n out PIC_ROUTE + 3, r1\n in r3, PIC_ROUTE + 3\n mov r1, 256\n out PIC_ROUTE + 3, r1\n in r4, PIC_ROUTE + 3\n in r5, PIC_SERVICE\n out PIC_EOI, r1"
        )
        #expect([guest[2], guest[3], guest[4], guest[5]] == [35, 255, 255, ~0])
    }
}
