import Assembler
import Devices
import Engines
import Machine

/// How fast Ringside itself is, in real time. Nothing else in the product looks at a clock of the real machine.
package enum Bench {
    package struct Report: Encodable {
        package struct Result: Encodable {
            package let name: String
            package let engine: String
            /// The median over the repetitions, and the extremes.
            package let perSecond: Double
            package let slowest: Double
            package let fastest: Double
            /// The median of its rates over those of bare metal, each measured right after the other.
            package let ofNative: Double?
            package let unit: String
        }

        package let results: [Result]

        package var json: String { JSON.text(self) }

        package var text: String {
            let head =
                "loop".padded(14) + "engine".padded(12) + "median M/s".leftPadded(12) + "slowest".leftPadded(10)
                + "fastest".leftPadded(10) + "of native".leftPadded(11)
            let lines = results.map { result in
                let figures = [result.perSecond, result.slowest, result.fastest].map { UInt64(($0 / 1e5).rounded()) }
                    .map { "\($0 / 10).\($0 % 10)" }
                return result.name.padded(14) + result.engine.padded(12) + figures[0].leftPadded(12) + figures[1].leftPadded(10)
                    + figures[2].leftPadded(10) + (result.ofNative.map(percent) ?? "").leftPadded(11) + "  " + result.unit
            }
            return ([head] + lines).joined(separator: "\n")
        }

        private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded()))%" }
    }

    /// How the rows of the real machine's own loops are called.
    private static let realMachine = "(real CPU)"

    /// The loops' names.
    package static let loops = BenchGuest.allCases.map(\.rawValue)

    /// Measures the loops that are named, or all.
    package static func run(_ names: [String] = loops, repetitions: Int) throws(UserError) -> Report {
        let model = try HostModels.load(HostModels.standard)
        var results: [Report.Result] = []
        for guest in BenchGuest.allCases where names.contains(guest.rawValue) {
            // Nothing exits where there is no monitor, and nothing is translated where there is no translator.
            let entries = EngineRegistry.allForms.filter { entry in
                entry.refusal(model) == nil && source(guest, entry.id) != nil
                    && !(guest == .exit && entry.monitorMemory == 0 || guest == .translation && entry.id != "bt")
            }
            let rates = try simulated(guest, entries.map(\.id), model, repetitions)
            let native = entries.firstIndex { $0.id == "native" }.map { rates[$0] }
            for (entry, rates) in zip(entries, rates) { results.append(result(guest, entry.id, rates, native)) }
            if let rates = Self.native(guest, repetitions) { results.append(result(guest, realMachine, rates, nil)) }
        }
        return Report(results: results)
    }

    private static func result(_ guest: BenchGuest, _ engine: String, _ rates: [Double], _ native: [Double]?) -> Report.Result {
        let sorted = rates.sorted()
        let shares = native.map { zip(rates, $0).map { $0 / $1 }.sorted() }
        return Report.Result(
            name: guest.rawValue, engine: engine, perSecond: sorted[sorted.count / 2], slowest: sorted[0], fastest: sorted.last!,
            ofNative: shares.map { $0[$0.count / 2] }, unit: guest.unit)
    }

    /// Rates of the guest's loop under each engine, after a warm-up that also gets the guest booted. The engines take turns, so
    /// that what slows the real machine for a while slows all of them.
    private static func simulated(
        _ guest: BenchGuest, _ engines: [String], _ model: HostModel, _ repetitions: Int
    ) throws(UserError) -> [[Double]] {
        var sessions: [Session] = []
        for engine in engines {
            let image = Image(ourOwn: source(guest, engine) ?? "", name: guest.rawValue)
            var options = RunOptions(model: model)
            options.engine = engine
            options.maxCycles = .max
            sessions.append(try Session(image, options))
        }
        let slice: UInt64 = [.systemCall, .privileged, .exit, .hypercall, .translation].contains(guest) ? 400_000_000 : 150_000_000
        for session in sessions { session.run(cycles: slice / 10) }
        var rates = [[Double]](repeating: [], count: sessions.count)
        for _ in 0..<repetitions {
            for (place, session) in sessions.enumerated() {
                let before = work(guest, session)
                let seconds = ContinuousClock().measure { session.run(cycles: slice) }.seconds
                rates[place].append(Double(work(guest, session) - before) / seconds)
            }
        }
        return rates
    }

    /// What the engine runs for the loop; `nil` if it has nothing of the kind.
    private static func source(_ guest: BenchGuest, _ engine: String) -> String? {
        EngineRegistry.entry(engine)?.runsUnmodified == false ? guest.paravirtualSource : guest.source
    }

    private static func work(_ guest: BenchGuest, _ session: Session) -> UInt64 {
        if guest == .exit || guest == .hypercall { return session.engine.statistics?.count ?? 0 }
        if guest == .translation { return session.engineCounters["units"] ?? 0 }
        return session.withHost { host in
            switch guest {
            case .arithmetic, .loadStore, .kernelArithmetic, .kernelLoadStore, .kernelCall, .kernelFlag: host.counters.retired
            case .systemCall: host.counters.systemCalls &+ host.counters.traps[0x80]
            case .privileged, .exit, .hypercall, .translation: host.counters.retired / 5 * 4
            }
        }
    }

    private static func native(_ guest: BenchGuest, _ repetitions: Int) -> [Double]? {
        let turns = 50_000_000
        guard NativeLoops.run(guest, turns: turns / 10) != nil else { return nil }
        return (0..<repetitions).map { _ in
            let seconds = ContinuousClock().measure { sink = NativeLoops.run(guest, turns: turns) }.seconds
            return Double(turns * guest.instructionsPerTurn) / seconds
        }
    }

    /// Takes results that nobody needs, so that the loops that make them stay.
    nonisolated(unsafe) private static var sink: UInt32?
}

extension Duration {
    fileprivate var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
