import ISA
import Testing

@testable import Machine

/// How a run is cut into pieces, watched, interrupted by snapshots or repeated must not show in it.
@Suite struct SlicingTests {
    private static let cases = ReferenceGuest.allCases.flatMap { guest in ClockMode.allCases.map { (guest, $0) } }
    private static let limit: UInt64 = 600_000

    @Test(arguments: cases)
    func referenceGuestsDoWhatTheyAreFor(_ reference: ReferenceGuest, _ clock: ClockMode) throws {
        let guest = try reference.make(clock: clock)
        #expect(guest.run(until: Self.limit) == .budget && guest.host.ledger.balances)
        let counters = guest.host.counters
        switch reference {
        case .pagingKernel:
            #expect(counters.traps[14] > 8 && counters.traps[0] > 20 && counters.traps[0x80] > 100 && counters.interrupts > 30)
            #expect(
                counters.systemCalls > 100 && guest.console.utf8.count >= Int(counters.systemCalls) - 1 && counters.tlbFlushes > 3)
        case .selfModifier:
            #expect(counters.interrupts > 10 && guest[6] >= 36 && guest[5] >= 55 && guest.host.ledger[.idle] > 100_000)
        }
    }

    @Test(arguments: cases)
    func slicesDoNotShow(_ reference: ReferenceGuest, _ clock: ClockMode) throws {
        let whole = try reference.make(clock: clock, events: .all)
        whole.run(until: Self.limit)
        let (outcome, events) = (whole.outcome, whole.host.events.drain())
        var random = SplitMix64(seed: 5)
        for longest: UInt64 in [3, 50, 2000, 100_000] {
            let sliced = try reference.make(clock: clock, events: .all)
            #expect(runInSlices(&sliced.host, until: Self.limit, longest: longest, &random) == .budget)
            #expect(sliced.outcome == outcome)
            #expect(sliced.host.events.drain() == events)
        }
    }

    @Test(arguments: cases)
    func watchingDoesNotShow(_ reference: ReferenceGuest, _ clock: ClockMode) throws {
        let (plain, watched) = (try reference.make(clock: clock), try reference.make(clock: clock, events: .all))
        plain.run(until: Self.limit)
        watched.run(until: Self.limit)
        #expect(plain.outcome == watched.outcome && plain.host.events.total == 0)
        let events = watched.host.events.drain()
        let words = events.filter { if case .instruction = $0.kind { true } else { false } }.count
        // Each completed instruction was announced; so were those that then faulted.
        let faults = plain.host.counters.traps[0] + plain.host.counters.traps[14]
        #expect(UInt64(words) >= plain.host.counters.retired && UInt64(words) <= plain.host.counters.retired + faults)
        #expect(zip(events, events.dropFirst()).allSatisfy { $0.cycle <= $1.cycle })
    }

    @Test(arguments: cases)
    func aRerunFromASnapshotIsTheSameRun(_ reference: ReferenceGuest, _ clock: ClockMode) throws {
        let guest = try reference.make(clock: clock, events: .all)
        var random = SplitMix64(seed: 6)
        var snapshots: [HostSnapshot] = []
        var outcomes: [Outcome] = []
        var events: [[Event]] = []
        while guest.host.ledger.clock < Self.limit {
            snapshots.append(guest.host.snapshot())
            _ = guest.host.events.drain()
            guest.run(until: guest.host.ledger.clock + .random(in: 1...60_000, using: &random))
            outcomes.append(guest.outcome)
            events.append(guest.host.events.drain())
        }
        // To earlier and to later states, in any order; the pieces must fit together whatever the machine did before.
        for index in snapshots.indices.shuffled(using: &random) {
            guest.host.restore(snapshots[index])
            guest.run(until: outcomes[index].ledger.clock)
            #expect(guest.outcome == outcomes[index])
            #expect(guest.host.events.drain() == events[index])
        }
        // A snapshot belongs to any host of its model and size, not only to its own.
        let other = try reference.make(clock: clock)
        other.host.restore(snapshots[snapshots.count / 2])
        other.run(until: outcomes[snapshots.count / 2].ledger.clock)
        #expect(other.outcome == outcomes[snapshots.count / 2])
    }

    @Test(arguments: cases)
    func takingSnapshotsDoesNotShow(_ reference: ReferenceGuest, _ clock: ClockMode) throws {
        let whole = try reference.make(clock: clock)
        whole.run(until: Self.limit)
        let disturbed = try reference.make(clock: clock)
        var random = SplitMix64(seed: 7)
        while disturbed.host.ledger.clock < Self.limit {
            disturbed.run(until: min(Self.limit, disturbed.host.ledger.clock + .random(in: 1...20_000, using: &random)))
            let snapshot = disturbed.host.snapshot()
            if Bool.random(using: &random) { disturbed.host.restore(snapshot) }
        }
        #expect(disturbed.outcome == whole.outcome)
    }
}
