import Foundation
import Machine
import VMM

/// What came of a run; its JSON keys are stable.
package struct RunReport: Encodable, Hashable, Sendable {
    package struct Exits: Encodable, Hashable, Sendable {
        package let count: UInt64
        /// From the beginning of the way to the monitor to the end of the way back: all, the least of one, the most of one.
        package let cycles: UInt64
        package let shortest: UInt64
        package let longest: UInt64

        /// Cycles an exit, rounded.
        package var average: UInt64 { count == 0 ? 0 : (cycles + count / 2) / count }
    }

    package let guest: String
    package let engine: String
    package let host: String
    /// `exit`, `halt`, `limit`, `triple-fault` or, where a hypervisor has given the guest up, `crash`.
    package let stop: String
    /// The guest's own exit code, if it gave one.
    @Nullable package private(set) var exitCode: Int?
    package let output: String
    package let cycles: UInt64
    package let retired: UInt64
    package let direct: Double
    package let accounts: [String: UInt64]
    package let exits: [String: Exits]
    package let counters: [String: UInt64]
    /// How it came to a triple fault, or where it was at the limit, a line each.
    package private(set) var report: [String]
    /// Why what the engine shows on this host is not to be trusted.
    @Nullable package private(set) var caveat: String?

    package init(_ session: borrowing Session, guest: String) {
        self.guest = guest
        engine = session.options.engine
        host = session.options.model.name
        caveat = session.caveat
        switch session.stop {
        case .budget: (stop, report) = ("limit", session.whereabouts)
        case .powerOff(let code):
            (stop, report) = ("exit", [])
            exitCode = Int(code)
        case .halt: (stop, report) = ("halt", [])
        case .tripleFault(let fault):
            (stop, report) = ("triple-fault", fault.lines + Self.place(fault.pc, session))
        case .crash(let crash):
            (stop, report) = ("crash", crash.lines + Self.place(crash.pc, session))
        }
        output = String(decoding: session.consoleOutput, as: UTF8.self)
        let (ledger, totals) = session.withHost { ($0.ledger, $0.counters) }
        cycles = ledger.clock
        retired = totals.retired
        direct = session.engine.directShare(session.host)
        accounts = Dictionary(uniqueKeysWithValues: Account.allCases.map { ($0.name, ledger[$0]) })
        exits = session.engine.statistics.map(Self.exits) ?? [:]
        counters = session.engineCounters.merging([
            "tlbMisses": totals.tlbMisses, "tlbFlushes": totals.tlbFlushes, "walkReferences": totals.walkReferences,
            "walkCacheHits": totals.walkCacheHits, "vmExits": totals.vmExits,
            "interrupts": totals.interrupts, "systemCalls": totals.systemCalls, "portAccesses": totals.portAccesses,
            "deviceMemoryAccesses": totals.deviceMemoryAccesses, "traps": totals.traps.reduce(0, +),
            "outputLost": UInt64(session.lostOutput),
        ]) { first, _ in first }
    }

    /// Where an instruction stands in the source, if that is known.
    private static func place(_ pc: UInt32, _ session: borrowing Session) -> [String] {
        session.source(of: pc).map { ["  The instruction is at \($0)."] } ?? []
    }

    /// The reasons that occurred.
    private static func exits(_ statistics: ExitStatistics) -> [String: Exits] {
        let reasons = ExitReason.allCases.filter { statistics[$0].count > 0 }
        return Dictionary(
            uniqueKeysWithValues: reasons.map { reason in
                let entry = statistics[reason]
                return (
                    reason.name,
                    Exits(count: entry.count, cycles: entry.cycles, shortest: entry.shortest, longest: entry.longest)
                )
            })
    }

    /// With more to say about how it came to its end.
    package func adding(_ lines: [String]) -> RunReport {
        var report = self
        report.report += lines
        return report
    }

    /// The process's exit status that the run stands for.
    package var exitStatus: Int32 {
        switch stop {
        case "exit": Int32(exitCode ?? 0)
        case "limit": 124
        case "triple-fault", "crash": 125
        default: 0
        }
    }

    package var json: String { JSON.text(self) }

    /// One line for people.
    package var summary: String {
        let lost = counters["outputLost"] ?? 0
        return "\(engine) on \(host): \(end) after \(cycles.grouped) cycles, \(retired.grouped) instructions"
            + (lost > 0 ? "; \(lost.grouped) bytes of output beyond the limit are lost" : "")
    }

    /// How it came to its end, in a few words.
    var end: String {
        switch stop {
        case "exit": "exit code \(exitCode ?? 0)"
        case "limit": "stopped at the limit of cycles (--max-cycles)"
        case "triple-fault": "triple fault"
        case "crash": "crash, given up by the hypervisor"
        default: "halted with interrupts disabled"
        }
    }

    /// Where the cycles went, a line an account that has any, and what was counted.
    package var table: String {
        var lines = ["account".padded(21) + "cycles".leftPadded(12) + "share".leftPadded(8)]
        for account in Account.allCases {
            guard let value = accounts[account.name], value > 0 else { continue }
            lines.append(account.name.padded(21) + value.grouped.leftPadded(12) + "  " + percent(value).leftPadded(6))
        }
        lines.append("clock".padded(21) + cycles.grouped.leftPadded(12) + "  " + percent(cycles).leftPadded(6))
        if !exits.isEmpty { lines += ["", exitTable] }
        lines.append("")
        for (name, value) in counters.sorted(by: { $0.key < $1.key }) where value > 0 {
            lines.append(name.padded(24) + value.grouped.leftPadded(9))
        }
        return lines.joined(separator: "\n")
    }

    /// Exits by reason, in the order of the list, and their sum.
    private var exitTable: String {
        let head =
            "exit".padded(21) + "count".leftPadded(10) + "share".leftPadded(8) + "least".leftPadded(9) + "average".leftPadded(9)
            + "most".leftPadded(9)
        let total = exits.values.reduce(0) { $0 + $1.count }
        let lines = ExitReason.allCases.compactMap { reason -> String? in
            guard let exit = exits[reason.name] else { return nil }
            return reason.name.padded(21) + exit.count.grouped.leftPadded(10) + "  "
                + Self.percent(exit.count, of: total).leftPadded(6)
                + exit.shortest.grouped.leftPadded(9) + exit.average.grouped.leftPadded(9) + exit.longest.grouped.leftPadded(9)
        }
        return ([head] + lines + ["exits".padded(21) + total.grouped.leftPadded(10)]).joined(separator: "\n")
    }

    private func percent(_ value: UInt64) -> String { Self.percent(value, of: cycles) }

    /// In tenths, rounded.
    static func percent(_ value: UInt64, of whole: UInt64) -> String {
        guard whole > 0 else { return "-" }
        let tenths = (value * 1000 + whole / 2) / whole
        return "\(tenths / 10).\(tenths % 10)%"
    }
}

/// A value that JSON shows as `null` when there is none, so that its key is always there.
@propertyWrapper
package struct Nullable<Value: Encodable & Hashable & Sendable>: Encodable, Hashable, Sendable {
    package var wrappedValue: Value?
    package init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
    }
}

/// JSON as all commands write it: sorted keys, so that the same run gives the same bytes.
package enum JSON {
    package static func text(_ value: some Encodable, keys: JSONEncoder.KeyEncodingStrategy = .useDefaultKeys) -> String {
        encoded(value, .prettyPrinted, keys)
    }

    /// On one line.
    package static func line(_ value: some Encodable, keys: JSONEncoder.KeyEncodingStrategy = .useDefaultKeys) -> String {
        encoded(value, [], keys)
    }

    private static func encoded(
        _ value: some Encodable, _ format: JSONEncoder.OutputFormatting, _ keys: JSONEncoder.KeyEncodingStrategy
    ) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = format.union([.sortedKeys, .withoutEscapingSlashes])
        encoder.keyEncodingStrategy = keys
        guard let data = try? encoder.encode(value) else { preconditionFailure("our own values can be encoded") }
        return String(decoding: data, as: UTF8.self)
    }
}
