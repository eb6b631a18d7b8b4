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

    /// `names`: the engines, the first the reference; if `nil`, all that claim to be right on the host and that the guest expects.
    package init(_ guest: GuestFile, file: String, engines names: [String]?, options: RunOptions) throws(UserError) {
        self.guest = file
        host = options.model.name
        var rows: [Row] = []
        var reference: Run?
        for name in names ?? EngineRegistry.all.map(\.id) {
            var own = options
            own.engine = name
            if let reason = Self.refusal(guest, own, isNamed: names != nil) {
                rows.append(Row(name, notRun: reason))
                continue
            }
            let run = try Run(guest, file: file, own, after: reference)
            let first = reference ?? run
            reference = first
            rows.append(
                Row(
                    run.report, reference: first.report, differences: first.differences(to: run),
                    isPorted: run.isPorted != first.isPorted))
        }
        engines = rows
        equal = rows.allSatisfy { $0.differences.isEmpty }
    }

    /// Why an engine is left out; `nil` if it is not. `isNamed`: the user has asked for it by name.
    private static func refusal(_ guest: GuestFile, _ options: RunOptions, isNamed: Bool) -> String? {
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
        let state: GuestState?

        init(_ guest: GuestFile, file: String, _ options: RunOptions, after first: Run?) throws(UserError) {
            isPorted = guest.portPath(for: options.engine) != nil
            let image = try guest.image(for: options.engine)
            let session = try Session(image, options)
            session.run()
            report = RunReport(session, guest: file)
            disk = session.diskContents
            if let first, first.isPorted != isPorted {
                state = nil
                return
            }
            var own = options
            own.clock = .guest
            let proof = try Session(image, own)
            // A limit is one of cycles; the others are brought to the instruction where it found the first.
            if let state = first?.state {
                proof.run(toTick: state.ticks + (state.stop == .budget ? 0 : 1))
            } else {
                proof.run()
            }
            state = proof.guestState
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
        label.padded(20) + cells.map { $0.count < 12 ? $0.leftPadded(12) : " " + $0 }.joined()
    }
}
