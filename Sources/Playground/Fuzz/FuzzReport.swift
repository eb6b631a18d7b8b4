import VMM

/// What came of many random programs.
package struct FuzzReport: Encodable, Sendable {
    /// A program that two engines run differently.
    package struct Found: Encodable, Hashable, Sendable {
        /// The program's own: `--seed` with `--count 1` makes it again.
        package let seed: UInt64
        package let engine: String
        /// At the end of the run: the reference's value, then the engine's.
        package let differences: [String]
        /// What the shortened program consists of.
        package let fragments: [String]
        /// Its fragments, and all of it.
        package let text: String
        package let program: String
        /// The first instruction after which they differ.
        @Nullable package private(set) var first: Divergence?
    }

    package let seed: UInt64
    package let host: String
    package let engines: [String]
    package private(set) var programs = 0
    /// How many programs ended in which way.
    package private(set) var stops: [String: Int] = [:]
    package var divergences: [Found] = []

    init(seed: UInt64, host: String, engines: [String]) {
        (self.seed, self.host, self.engines) = (seed, host, engines)
    }

    mutating func count(_ stop: GuestStop) {
        programs += 1
        let name =
            switch stop {
            case .budget: "limit"
            case .powerOff: "exit"
            case .halt: "halt"
            case .tripleFault: "triple-fault"
            case .crash: "crash"
            }
        stops[name, default: 0] += 1
    }

    package var json: String { JSON.text(self) }

    package var lines: [String] {
        let ends = stops.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        let what = engines.count > 1 ? engines.joined(separator: ", ") : "\(engines[0]), whole and in pieces"
        return ["\(programs) programs from seed \(seed) on \(what) (\(ends)): \(divergences.count) divergences"]
            + divergences.flatMap(\.lines)
    }
}

extension FuzzReport.Found {
    package var lines: [String] {
        ["", "Seed \(seed), \(engine): shortened to \(fragments.joined(separator: ", "))", text]
            + ["At the end:"] + differences.map { "    " + $0 } + (first?.lines ?? [])
    }
}
