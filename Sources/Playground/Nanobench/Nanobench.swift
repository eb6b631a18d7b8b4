import Assembler
import Engines
import Machine

/// The nanobenchmarks, measured on a host: from the ledger, between two places in the guest, when everything has settled; the same
/// loop without what is measured is taken off.
package struct Nanobench: Encodable, Sendable {
    package struct Row: Encodable, Sendable {
        package let name: String
        /// An engine, a form of one, or `bt-callouts`.
        package let engine: String
        /// Of one, rounded.
        package let cycles: Int
        /// On the real machine, if the host is the model of the one that figures were published for.
        @Nullable package private(set) var published: Int?
        /// Simulated by published, to three digits after the point.
        @Nullable package private(set) var ratio: Double?
        @Nullable package private(set) var kind: Nanobenchmark.Kind?

        fileprivate init(_ benchmark: Nanobenchmark, _ technique: Nanobenchmark.Technique, _ cycles: Int, isPublished: Bool) {
            (name, engine, self.cycles) = (benchmark.rawValue, technique.rawValue, cycles)
            guard isPublished, let figure = benchmark.published(technique) else { return }
            (published, kind) = (figure.cycles, figure.kind)
            ratio = (Double(cycles) * 1000 / Double(figure.cycles)).rounded() / 1000
        }
    }

    package let host: String
    private let fullHost: String
    package let rows: [Row]

    private enum CodingKeys: String, CodingKey { case host, rows }

    /// `isShipped`: the host is as it comes, so that figures of the real one may stand beside.
    package init(_ model: HostModel, isShipped: Bool, _ benchmarks: [Nanobenchmark] = Nanobenchmark.allCases) throws(UserError) {
        (host, fullHost) = (model.name, model.fullName)
        let pairs = benchmarks.flatMap { benchmark in benchmark.techniques.map { (benchmark, $0) } }
            .filter { Self.isPossible($1, on: model) }
        let cycles = try Parallel.map(pairs) { (pair) throws(UserError) in
            try Self.cycles(of: NanobenchGuest(pair.0), pair.1, model)
        }
        let isPublished = isShipped && model.name == Nanobenchmark.publishedHost
        rows = zip(pairs, cycles).map { Row($0.0, $0.1, $1, isPublished: isPublished) }
    }

    private static func isPossible(_ technique: Nanobenchmark.Technique, on model: HostModel) -> Bool {
        // The paravirtual guests return to their programs by iret, which only an x86-like host lets a kernel in ring 1 do.
        if technique == .pv, model.isa != .x86 { return false }
        return EngineRegistry.entry(technique.engine)?.refusal(model) == nil
    }

    /// Cycles a turn, the empty loop's taken off, rounded.
    private static func cycles(
        of guest: NanobenchGuest, _ technique: Nanobenchmark.Technique, _ model: HostModel
    ) throws(UserError) -> Int {
        let (all, loop) = (try span(guest, technique, model), try span(guest.empty, technique, model))
        let turns = Int(NanobenchGuest.turns)
        return (Int(all) - Int(loop) + turns / 2) / turns
    }

    /// Cycles from `begin` to `end` in the last round.
    private static func span(
        _ guest: NanobenchGuest, _ technique: Nanobenchmark.Technique, _ model: HostModel
    ) throws(UserError) -> UInt64 {
        var options = RunOptions(model: model)
        options.engine = technique.engine
        options.engineOptions.emulatesInCache = technique != .callouts
        // The guests are short, whatever a cycle is spent on.
        options.maxCycles = .max / 4
        let source = technique == .pv ? guest.paravirtualSource : guest.source
        let image = Image(ourOwn: source, name: "nanobench")
        let places = ["begin", "end"].map { name in image.symbols.first { $0.name == name }?.value }
        let session = try Session(image, options)
        let spans = Self.spans(session, from: places[0]!, to: places[1]!)
        precondition(spans.count == NanobenchGuest.rounds, "\(technique): \(session.stop), \(spans.count) rounds")
        return spans.last!
    }

    /// Runs to the end. Returns the cycles from each arrival at the first place to the next at the second.
    private static func spans(_ session: Session, from first: UInt32, to last: UInt32) -> [UInt64] {
        session.withHost { $0.events.mask = .instruction }
        var (spans, begin): ([UInt64], UInt64?) = ([], nil)
        while case .budget = session.stop, session.cycle < session.options.maxCycles {
            session.run(cycles: 20_000)
            for event in session.withHost({ $0.events.drain() }) {
                guard let pc = session.engine.guestPC(at: event.pc, session.host) else { continue }
                if pc == first { begin = event.cycle }
                if pc == last, let start = begin {
                    spans.append(event.cycle - start)
                    begin = nil
                }
            }
        }
        return spans
    }

    package var json: String { JSON.text(self) }

    // MARK: As text

    package var text: String {
        let engines = rows.map(\.engine).uniqued()
        let head = "".padded(14) + engines.map { $0.leftPadded(12) }.joined()
        let table = rows.map(\.name).uniqued().map { name in
            let cells = engines.map { engine in rows.first { $0.name == name && $0.engine == engine }?.cycles.grouped ?? "-" }
            return name.padded(14) + cells.map { $0.leftPadded(12) }.joined()
        }
        return (["nanobenchmarks on \(fullHost), cycles", "", head] + table + againstPublished).joined(separator: "\n")
    }

    private var againstPublished: [String] {
        let known = rows.filter { $0.published != nil }
        if known.isEmpty { return [] }
        let lines = known.map { row in
            row.name.padded(14) + row.engine.padded(12) + row.cycles.grouped.leftPadded(10)
                + (row.published?.grouped ?? "").leftPadded(11) + (row.ratio.map { Self.fixed($0) } ?? "").leftPadded(9) + "  "
                + (row.kind?.rawValue ?? "")
        }
        let head =
            "".padded(14) + "engine".padded(12) + "simulated".leftPadded(10) + "published".leftPadded(11) + "ratio".leftPadded(9)
        return ["", "against Adams and Agesen, ASPLOS 2006 (hvm-shadow is their hardware VMM)", "", head] + lines
    }

    private static func fixed(_ ratio: Double) -> String {
        let hundredths = Int((ratio * 100).rounded())
        return "\(hundredths / 100).\(hundredths / 10 % 10)\(hundredths % 10)"
    }
}
