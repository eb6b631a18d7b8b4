import ISA
import Testing

@testable import Machine

@Suite struct RandomTests {
    #if DEBUG
        private static let rounds = 16
    #else
        private static let rounds = 1200
    #endif
    private static let limit: UInt64 = 1500

    /// Whatever is in memory: the machine comes back at the limit, its books balance, and neither slices, nor watching, nor a
    /// return to a snapshot change anything.
    @Test(arguments: ClockMode.allCases)
    func randomMachinesKeepTheLaws(_ clock: ClockMode) throws {
        var (words, traps, interrupts, walks) = (UInt64(0), UInt64(0), UInt64(0), UInt64(0))
        var stops: [String: Int] = [:]
        for seed in 0..<UInt64(Self.rounds) {
            var random = SplitMix64(seed: seed << 1 | (clock == .guest ? 1 : 0))
            var host = try RandomMachine.make(&random, clock: clock)
            let start = host.snapshot()
            host.events.mask = .all
            let stop = host.run(Slice(untilCycle: Self.limit))
            let (outcome, events) = (Outcome(&host), host.events.drain())
            #expect(outcome.ledger.balances, "seed \(seed)")
            #expect(stop != .budget || Self.limit...Self.limit + 400 ~= outcome.ledger.clock, "seed \(seed)")

            host.restore(start)
            let longest: UInt64 = [2, 40, 900].randomElement(using: &random)!
            #expect(runInSlices(&host, until: Self.limit, longest: longest, &random) == stop)
            #expect(Outcome(&host) == outcome, "slices, seed \(seed)")
            #expect(host.events.drain() == events, "events in slices, seed \(seed)")

            host.events.mask = []
            host.restore(start)
            _ = host.run(Slice(untilCycle: .random(in: 1..<Self.limit, using: &random)))
            let snapshot = host.snapshot()
            #expect(host.run(Slice(untilCycle: Self.limit)) == stop)
            #expect(Outcome(&host) == outcome, "unobserved, seed \(seed)")
            host.restore(snapshot)
            #expect(host.run(Slice(untilCycle: Self.limit)) == stop)
            #expect(Outcome(&host) == outcome, "rerun, seed \(seed)")

            words += outcome.counters.retired
            traps += outcome.counters.traps.reduce(0, +)
            interrupts += outcome.counters.interrupts
            walks += outcome.counters.tlbMisses
            stops["\(stop)".prefix(5).description, default: 0] += 1
        }
        // What the machines have been through, so that a change of the generator cannot make all this empty.
        let rounds = UInt64(Self.rounds)
        #expect(
            words > rounds * 50 && traps > rounds * 5 && interrupts > rounds / 100 && walks > rounds,
            "\(words) words, \(traps) traps, \(interrupts) interrupts, \(walks) walks")
        #expect(stops.count >= 2, "\(stops)")
    }
}
