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
            ratio = reference.cycles == 0 ? nil : Double(report.cycles * 1000 / reference.cycles) / 1000
            reason = differences.isEmpty ? nil : "it does not do what \(reference.engine) does"
        }
    }

    package let host: String
    package let guest: String
    /// Whether all that ran left the machine as the first engine did.
    package let equal: Bool
    package let engines: [Row]

    /// `port`: the same kernel for engines that do not run it unmodified.
    /// `names`: the engines, the first the reference; if `nil`, all that claim to be right on the host.
    package init(
        _ image: Image, port: Image? = nil, guest: String, engines names: [String]?, options: RunOptions
    ) throws(UserError) {
        self.guest = guest
        host = options.model.name
        var rows: [Row] = []
        var reference: (report: RunReport, state: GuestState)?
        var firstDisk: [UInt8]?
        for name in names ?? EngineRegistry.all.map(\.id) {
            var own = options
            own.engine = name
            if let entry = EngineRegistry.entry(name),
                let reason = entry.refusal(options.model) ?? (names == nil ? entry.caveat(options.model) : nil)
            {
                rows.append(Row(name, notRun: reason))
                continue
            }
            let isUnmodified = EngineRegistry.entry(name)?.runsUnmodified ?? true
            if !isUnmodified, port == nil, names == nil {
                rows.append(Row(name, notRun: "it takes a ported kernel, and the guest names none ('; given port: FILE')"))
                continue
            }
            let session = try Session(isUnmodified ? image : port ?? image, own)
            session.run()
            let report = RunReport(session, guest: guest)
            if !isUnmodified, port != nil, let reference {
                let differences = Self.visibleDifferences(
                    reference.report, report, firstDisk == session.diskContents)
                rows.append(Row(report, reference: reference.report, differences: differences, isPorted: true))
                continue
            }
            firstDisk = firstDisk ?? session.diskContents
            own.clock = .guest
            let proof = try Session(image, own)
            // A limit is one of cycles; the others are brought to the instruction where it found the first.
            if let reference {
                proof.run(toTick: reference.state.ticks + (reference.state.stop == .budget ? 0 : 1))
            } else {
                proof.run()
            }
            let state = proof.guestState
            let first = reference ?? (report, state)
            reference = first
            rows.append(Row(report, reference: first.report, differences: Array(first.state.differences(to: state).prefix(8))))
        }
        engines = rows
        equal = rows.allSatisfy { $0.differences.isEmpty }
    }

    /// What a user of two kernels would notice.
    private static func visibleDifferences(_ first: RunReport, _ second: RunReport, _ sameDisk: Bool) -> [String] {
        var differences: [String] = []
        if (first.stop, first.exitCode) != (second.stop, second.exitCode) {
            differences.append("it ends with \(end(second)), not with \(end(first))")
        }
        if first.output != second.output { differences.append("its output is another") }
        if !sameDisk { differences.append("it leaves the disk otherwise") }
        return differences
    }

    private static func end(_ report: RunReport) -> String {
        report.stop == "exit" ? "exit \(report.exitCode ?? 0)" : report.stop
    }

    package var json: String { JSON.text(self) }
}

// As text.
extension Comparison {
    private var reports: [RunReport] { engines.compactMap(\.report) }

    /// Tables that fit 80 columns with five engines.
    package var text: String {
        var lines = ["\(guest) on \(host)", ""]
        lines.append(row("", reports.map(\.engine)))
        lines.append(row("stop", reports.map(Self.end)))
        lines.append(row("cycles", reports.map(\.cycles.grouped)))
        lines.append(row("ratio", engines.compactMap(\.ratio).map { "\($0)" }))
        lines.append(row("instructions", reports.map(\.retired.grouped)))
        lines.append(row("direct", reports.map { RunReport.percent(UInt64($0.direct * 1e6), of: 1_000_000) }))
        lines.append(row("exits", reports.map { $0.exits.values.reduce(0) { $0 + $1.count }.grouped }))
        lines.append(row("cycles an exit", reports.map(Self.cyclesAnExit)))
        lines += section("cycles by account", Account.allCases.map(\.name)) { report, name in report.accounts[name] ?? 0 }
        lines += section("exits by reason", ExitReason.allCases.map(\.name)) { report, name in report.exits[name]?.count ?? 0 }
        lines.append("")
        lines += engines.flatMap { engine in
            (engine.reason.map { ["\(engine.engine): \(engine.ran ? "" : "not run: ")\($0)"] } ?? [])
                + engine.differences.map { "  \($0)" }
        }
        lines.append(verdict)
        return lines.joined(separator: "\n")
    }

    private var verdict: String {
        guard equal else { return "the final states differ" }
        let names = engines.filter { $0.ran && !$0.isPorted }.map(\.engine).joined(separator: ", ")
        let ported = engines.filter(\.isPorted).map(\.engine).joined(separator: ", ")
        return "the same final state on \(names), under the guest clock"
            + (ported.isEmpty ? "" : "\nthe same output, exit and disk on \(ported), whose kernel is a port")
    }

    private static func cyclesAnExit(_ report: RunReport) -> String {
        let count = report.exits.values.reduce(0) { $0 + $1.count }
        let cycles = report.exits.values.reduce(0) { $0 + $1.cycles }
        return count == 0 ? "-" : ((cycles + count / 2) / count).grouped
    }

    /// A line for each name that is not 0 everywhere.
    private func section(_ title: String, _ names: [String], _ value: (RunReport, String) -> UInt64) -> [String] {
        let rows = names.filter { name in reports.contains { value($0, name) > 0 } }
            .map { name in row("  " + name, reports.map { value($0, name) }.map { $0 == 0 ? "-" : $0.grouped }) }
        return rows.isEmpty ? [] : ["", title] + rows
    }

    private func row(_ label: String, _ cells: [String]) -> String {
        label.padded(20) + cells.map { $0.leftPadded(12) }.joined()
    }
}
