import Engines
import Foundation
import Machine
import Playground
import Testing
import VMM

/// What holds for every engine, tried on the samples.
@Suite struct EngineTests {
    static let monitors = EngineRegistry.unmodified.filter { $0.monitorMemory > 0 }.map(\.id)

    private func options(_ engine: String, clock: ClockMode, isa: String = "classic") throws -> RunOptions {
        var options = RunOptions(model: try HostModels.load("classroom"))
        try Settings.apply(["isa=\(isa)"], to: &options.model)
        (options.engine, options.clock) = (engine, clock)
        return options
    }

    private func guest(_ sample: String, _ options: inout RunOptions) throws -> GuestFile {
        let guest = try GuestFile(Tool.root.path + "/Samples/" + sample)
        options.input = guest.expectations.input ?? []
        return guest
    }

    /// Some are about what only bare metal shows, or some engines.
    private static let samples = SampleTests.samples.filter { sample in
        (try? GuestFile(Tool.root.path + "/Samples/" + sample).expectations.engines.isEmpty) ?? true
    }

    @Test(arguments: samples.sampledInDebug(4), monitors)
    func `a sample leaves the machine as bare metal does, under the guest clock`(sample: String, engine: String) throws {
        var options = try options(engine, clock: .guest)
        let guest = try guest(sample, &options)
        let session = try Session(guest.image, options)
        session.run()
        options.engine = "native"
        let native = try Session(guest.image, options)
        native.run()
        #expect(native.guestState.differences(to: session.guestState) == [])
        #expect(guest.expectations.differences(RunReport(session, guest: sample), in: session) == [])
        expectConservation(session, "\(sample) on \(engine)")
    }

    @Test(arguments: samples.sampledInDebug(4), monitors)
    func `a sample does what its comments say, under the cycle clock`(sample: String, engine: String) throws {
        for host in ["prescott-2005", "nehalem-2009"] {
            var options = try options(engine, clock: .cycles)
            options.model = try HostModels.load(host)
            guard EngineRegistry.entry(engine)?.refusal(options.model) == nil else { continue }
            try Settings.apply(["isa=classic"], to: &options.model)
            let guest = try guest(sample, &options)
            let session = try Session(guest.image, options)
            session.run()
            let differences = guest.expectations.differences(RunReport(session, guest: sample), in: session)
            #expect(differences == [], "\(sample) on \(engine), \(host)")
            expectConservation(session, "\(sample) on \(engine), \(host)")
        }
    }

    @Test(arguments: ["syscalls.s", "paging.s", "timer.s", "disk.s", "nano/nano.s"].sampledInDebug(3), monitors)
    func `how a run is cut into slices does not show`(sample: String, engine: String) throws {
        for clock in ClockMode.allCases {
            var options = try options(engine, clock: clock)
            let guest = try guest(sample, &options)
            let whole = try Session(guest.image, options)
            whole.run()
            let sliced = try Session(guest.image, options)
            var random = SplitMix64(seed: 11)
            while sliced.stop == .budget { sliced.run(cycles: .random(in: 1...40_000, using: &random)) }
            #expect(RunReport(sliced, guest: sample) == RunReport(whole, guest: sample), "\(clock) clock")
            #expect(sliced.guestState == whole.guestState)
            #expect(sliced.engine.statistics == whole.engine.statistics)
        }
    }

    @Test(arguments: ["syscalls.s", "paging.s", "timer.s", "disk.s", "nano/nano.s"].sampledInDebug(2), monitors)
    func `a rerun from any point gives the same ledger and events`(sample: String, engine: String) throws {
        for clock in ClockMode.allCases {
            var options = try options(engine, clock: clock)
            let guest = try guest(sample, &options)
            let session = try Session(guest.image, options)
            session.withHost { $0.events.mask = EventMask.all.subtracting(.instruction) }
            var random = SplitMix64(seed: 12)
            struct Stretch {
                let start: Session.Checkpoint
                let cycles: UInt64
                let events: [Event]
                let ledger: Ledger
                let statistics: ExitStatistics?
            }
            var stretches: [Stretch] = []
            while session.stop == .budget {
                let start = session.checkpoint()
                let cycles = UInt64.random(in: 1...1_000_000, using: &random)
                session.run(cycles: cycles)
                let (events, ledger) = session.withHost { ($0.events.drain(), $0.ledger) }
                stretches.append(
                    Stretch(start: start, cycles: cycles, events: events, ledger: ledger, statistics: session.engine.statistics))
            }
            for stretch in stretches.shuffled(using: &random).prefix(12) {
                session.restore(stretch.start)
                session.run(cycles: stretch.cycles)
                let (events, ledger) = session.withHost { ($0.events.drain(), $0.ledger) }
                #expect(ledger == stretch.ledger && events == stretch.events, "\(sample), \(clock) clock")
                #expect(session.engine.statistics == stretch.statistics)
            }
        }
    }

    /// A snapshot once forgot writes of the disk's that the monitor had not seen yet, and under which limit ring 3 ran.
    @Test(arguments: ["strip-limit-lowered.s", "paging-dma-into-table-in-use.s"].sampledInDebug(1), monitors.sampledInDebug(1))
    func `a rerun from every instruction at the end gives the same end`(program: String, engine: String) throws {
        let guest = try GuestFile(ConformanceTests.folder + program)
        let session = try Session(guest.image, options(engine, clock: .guest))
        session.run()
        let end = (session.guestState, session.withHost { $0.ledger })
        let ticks = end.0.ticks
        let other = try Session(guest.image, options(engine, clock: .guest))
        other.run(toTick: ticks - min(ticks, 120))
        while other.stop == .budget {
            other.run(toTick: other.ticks + 1)
            let start = other.checkpoint()
            other.run()
            #expect(other.guestState == end.0 && other.withHost { $0.ledger } == end.1)
            // From a machine that has gone on, back to where it was.
            other.restore(start)
        }
    }

    @Test func `on an x86-like host, trap-and-emulate is found out, at the instruction that misleads`() throws {
        var left = try options("native", clock: .guest, isa: "x86")
        let guest = try guest("redpill.s", &left)
        var right = left
        right.engine = "trap"
        guard case .diverged(let found) = try Lockstep(guest.image, left, right).run() else {
            Issue.record("trap was not found out")
            return
        }
        let text = found.lines.joined(separator: "\n")
        #expect(["rdring", "smsw", "sidt", "pushf", "popf", "iret"].contains { text.contains($0) }, "\(text)")
    }

    @Test func `a host where it is not right is named with the reason`() throws {
        let entry = try #require(EngineRegistry.entry("trap"))
        #expect(entry.caveat(try HostModels.load("classroom"))?.contains("isa: x86") == true)
        var classic = try HostModels.load("classroom")
        classic.isa = .classic
        #expect(entry.caveat(classic) == nil)
    }

    @Test(arguments: monitors)
    func `random kernels leave the machine as bare metal does`(engine: String) throws {
        let sides = try ["native", engine].map { try options($0, clock: .guest) }
        #if DEBUG
            let count = 8
        #else
            let count = 400
        #endif
        let report = try Fuzzer(sides).campaign(seed: 7_000_000, count: count, host: "classroom", settings: ["isa=classic"])
        #expect(report.divergences.isEmpty, "\(report.lines.joined(separator: "\n"))")
    }
}
