import Assembler
import Engines
import Machine
import VMM

/// One guest on several engines: what it did is compared under the guest clock, what it cost is measured under the cycle clock.
package struct Comparison: Encodable, Sendable {
    /// One engine's run: the keys of `RunReport`, and these.
    package struct Row: Encodable, Sendable {
        package let engine: String
        package let ran: Bool
        /// Why it did not run, or did not do what the first engine did.
        @Nullable package private(set) var reason: String?
        /// Cycles, as a multiple of the first engine's.
        @Nullable package private(set) var ratio: Double?
        package let report: RunReport?
        /// The first differences to the first engine.
        package let differences: [String]
        /// Its guest was the same kernel ported to it: compared is what users see, not the machine's state.
        package private(set) var isPorted = false

        private enum CodingKeys: String, CodingKey { case engine, ran, reason, ratio, differences, ported }

        package func encode(to encoder: any Encoder) throws {
            try report?.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(engine, forKey: .engine)
            try container.encode(ran, forKey: .ran)
            try container.encode(reason, forKey: .reason)
            try container.encode(ratio, forKey: .ratio)
            try container.encode(differences, forKey: .differences)
            try container.encode(isPorted, forKey: .ported)
        }

        fileprivate init(_ engine: String, notRun reason: String) {
            (self.engine, ran, report, differences) = (engine, false, nil, [])
            self.reason = reason
        }

        fileprivate init(_ report: RunReport, reference: RunReport, differences: [String], isPorted: Bool = false) {
            (engine, ran, self.report, self.differences) = (report.engine, true, report, differences)
            self.isPorted = isPorted
            // A run that was broken off says nothing of what it would have cost.
            ratio =
                reference.cycles == 0 || [report.stop, reference.stop].contains("limit")
                ? nil : Double(report.cycles * 1000 / reference.cycles) / 1000
            reason = differences.isEmpty ? nil : "it does not do what \(reference.engine) does"
        }
    }

    package let host: String
    /// With what has been changed of it.
    let fullHost: String
    package let guest: String
    /// Whether all that ran left the machine as the first engine did.
    package let equal: Bool
    package let engines: [Row]

    private enum CodingKeys: String, CodingKey { case host, guest, equal, engines }

    /// `names`: the engines, the first the reference; if `nil`, all that claim to be right on the host and that the guest expects.
    package init(_ guest: GuestFile, file: String, engines names: [String]?, options: RunOptions) throws(UserError) {
        self.guest = file
        (host, fullHost) = (options.model.name, options.model.fullName)
        let plans = (names ?? EngineRegistry.all.map(\.id)).map { name in
            var own = options
            own.engine = name
            return Plan(options: own, refusal: Self.refusal(guest, own, isNamed: names != nil))
        }
        let runnable = plans.filter { $0.refusal == nil }.map(\.options)
        var runs = try Parallel.map(runnable) { (options) throws(UserError) in try Run(guest, file: file, options) }
        try Self.prove(&runs, guest, runnable)
        var left = runs[...]
        engines = plans.map { plan in
            if let refusal = plan.refusal { return Row(plan.options.engine, notRun: refusal) }
            let (first, run) = (runs[0], left.removeFirst())
            return Row(
                run.report, reference: first.report, differences: first.differences(to: run),
                isPorted: run.isPorted != first.isPorted)
        }
        equal = engines.allSatisfy { $0.differences.isEmpty }
    }

    private struct Plan {
        let options: RunOptions
        let refusal: String?
    }

    /// Runs those that have the same guest again, under the guest clock: the first to its end, the others to the same instruction.
    private static func prove(_ runs: inout [Run], _ guest: GuestFile, _ options: [RunOptions]) throws(UserError) {
        guard let first = runs.first else { return }
        let state = try Run.proof(guest, options[0], after: nil)
        let others = runs.indices.dropFirst().filter { runs[$0].isPorted == first.isPorted }
        let states = try Parallel.map(others) { (index) throws(UserError) in try Run.proof(guest, options[index], after: state) }
        runs[0].state = state
        for (index, state) in zip(others, states) { runs[index].state = state }
    }

    /// Why an engine is left out; `nil` if it is not. `isNamed`: the user has asked for it by name.
    static func refusal(_ guest: GuestFile, _ options: RunOptions, isNamed: Bool) -> String? {
        guard let entry = EngineRegistry.entry(options.engine) else { return nil }
        if let reason = entry.refusal(options.model) { return reason }
        let expected = guest.expectations.engines
        if !entry.runsUnmodified, guest.expectations.port == nil, !expected.contains(entry.id) {
            return "it takes a ported kernel, and the guest names none ('; given port: FILE')"
        }
        if isNamed { return nil }
        if !expected.isEmpty, !expected.contains(entry.id) { return "the guest expects \(expected.joined(separator: ", "))" }
        return entry.caveat(options.model)
    }

    /// What one engine did.
    private struct Run {
        let report: RunReport
        let isPorted: Bool
        let disk: [UInt8]
        /// Under the guest clock; `nil` where it is not to be compared.
        var state: GuestState?

        init(_ guest: GuestFile, file: String, _ options: RunOptions) throws(UserError) {
            isPorted = guest.portPath(for: options.engine) != nil
            let session = try Session(try guest.image(for: options.engine), options)
            session.run()
            report = RunReport(session, guest: file)
            disk = session.diskContents
        }

        /// What the guest's machine is at its end under the guest clock, or where the first engine's was.
        static func proof(_ guest: GuestFile, _ options: RunOptions, after first: GuestState?) throws(UserError) -> GuestState {
            var options = options
            options.clock = .guest
            let session = try Session(try guest.image(for: options.engine), options)
            // A limit is one of cycles; the others are brought to the instruction where it found the first.
            if let first { session.run(toTick: first.ticks + (first.stop == .budget ? 0 : 1)) } else { session.run() }
            return session.guestState
        }

        /// The first differences: of the machine's state, or, of a port, of what users notice.
        func differences(to other: Run) -> [String] {
            if let state, let its = other.state { return Array(state.differences(to: its).prefix(8)) }
            var differences: [String] = []
            if (report.stop, report.exitCode) != (other.report.stop, other.report.exitCode) {
                differences.append("it ends with \(Comparison.end(other.report)), not with \(Comparison.end(report))")
            }
            if let line = firstDifferentLine(other) { differences.append(line) }
            if disk != other.disk { differences.append("it leaves the disk otherwise") }
            return differences
        }

        private func firstDifferentLine(_ other: Run) -> String? {
            let (own, its) = (report.output.split(separator: "\n"), other.report.output.split(separator: "\n"))
            guard let index = (0..<max(own.count, its.count)).first(where: { own.prefix($0 + 1) != its.prefix($0 + 1) }) else {
                return nil
            }
            let line = { (lines: [Substring]) in index < lines.count ? "'\(lines[index])'" : "nothing" }
            return "output line \(index + 1) is \(line(its)), not \(line(own))"
        }
    }

    private static func end(_ report: RunReport) -> String {
        report.stop == "exit" ? "exit \(report.exitCode ?? 0)" : report.stop
    }

    /// At least one engine could run it.
    package var hasRun: Bool { engines.contains(where: \.ran) }

    package var json: String { JSON.text(self) }
}

// As text.
extension Comparison {
    private var reports: [RunReport] { engines.compactMap(\.report) }

    /// A table, a column for each engine that ran.
    struct Section {
        let title: String
        let rows: [(label: String, cells: [String])]
    }

    var sections: [Section] {
        let all = Section(
            title: "the whole run",
            rows: [
                ("stop", reports.map(Self.end)), ("cycles", reports.map(\.cycles.grouped)),
                ("ratio", engines.filter(\.ran).map { $0.ratio.map { "\($0)" } ?? "-" }),
                ("instructions", reports.map(\.retired.grouped)),
                ("direct", reports.map { RunReport.percent(UInt64($0.direct * 1e6), of: 1_000_000) }),
                ("exits", reports.map { $0.exits.values.reduce(0) { $0 + $1.count }.grouped }),
                ("cycles an exit", reports.map(Self.cyclesAnExit)),
            ])
        return [all]
            + [
                section("cycles by account", Account.allCases.map(\.name)) { report, name in report.accounts[name] ?? 0 },
                section("exits by reason", ExitReason.allCases.map(\.name)) { report, name in report.exits[name]?.count ?? 0 },
                section("counts", Self.counts.map(\.title)) { report, title in
                    Self.counts.first { $0.title == title }?.value(report) ?? 0
                },
            ].filter { !$0.rows.isEmpty }
    }

    /// Who did not run and why, where they differ, and what that comes to.
    var remarks: [String] {
        engines.flatMap { engine in
            (engine.reason.map { ["\(engine.engine): \(engine.ran ? "" : "not run: ")\($0)"] } ?? [])
                + engine.differences.map { "  \($0)" }
        } + verdict
    }

    /// Tables that fit 80 columns with five engines.
    package var text: String {
        let tables = sections.enumerated().flatMap { number, section in
            (number == 0 ? [] : ["", section.title])
                + section.rows.map { row((number == 0 ? "" : "  ") + $0.label, $0.cells) }
        }
        return
            (["\(guest) on \(fullHost)", "", row("", reports.map(\.engine))] + tables + [""]
            + remarks.map { $0.count > 80 ? $0.wrapped : $0 }).joined(separator: "\n")
    }

    private var verdict: [String] {
        guard equal else { return ["the final states differ"] }
        let names = engines.filter { $0.ran && !$0.isPorted }.map(\.engine)
        let ported = engines.filter(\.isPorted).map(\.engine).joined(separator: ", ")
        if names.count + engines.filter(\.isPorted).count < 2 { return ["nothing to compare it with"] }
        let isBroken = reports.contains { $0.stop == "limit" }
        let state = isBroken ? "the same state where the first was broken off, at the limit of cycles," : "the same final state"
        return ["\(state) on \(names.joined(separator: ", ")), under the guest clock"]
            + (ported.isEmpty ? [] : ["the same output, exit and disk on \(ported), whose kernel is a port"])
    }

    /// What is counted besides exits.
    private static let counts: [(title: String, value: @Sendable (RunReport) -> UInt64)] = [
        ("TLB misses", { $0.counters["tlbMisses"] ?? 0 }), ("walk references", { $0.counters["walkReferences"] ?? 0 }),
        ("hidden faults", { $0.exits[ExitReason.hiddenPageFault.name]?.count ?? 0 }),
        ("translations", { $0.counters["units"] ?? 0 }), ("hypercalls", { $0.exits[ExitReason.hypercall.name]?.count ?? 0 }),
    ]

    private static func cyclesAnExit(_ report: RunReport) -> String {
        let count = report.exits.values.reduce(0) { $0 + $1.count }
        let cycles = report.exits.values.reduce(0) { $0 + $1.cycles }
        return count == 0 ? "-" : ((cycles + count / 2) / count).grouped
    }

    /// A line for each name that is not 0 everywhere.
    private func section(_ title: String, _ names: [String], _ value: (RunReport, String) -> UInt64) -> Section {
        Section(
            title: title,
            rows: names.filter { name in reports.contains { value($0, name) > 0 } }
                .map { name in (name, reports.map { value($0, name) }.map { $0 == 0 ? "-" : $0.grouped }) })
    }

    private func row(_ label: String, _ cells: [String]) -> String {
        label.padded(20) + cells.map { $0.count < 12 ? $0.leftPadded(12) : " " + $0 }.joined()
    }
}
