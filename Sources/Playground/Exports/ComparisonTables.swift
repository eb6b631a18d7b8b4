import Machine
import VMM

// A comparison as a table for spreadsheets, and as bars for a terminal.
extension Comparison {
    /// One line for each engine, with the same columns whatever happened.
    package static func csv(_ comparisons: [Comparison]) -> String {
        let accounts = Account.allCases.map(\.name)
        let reasons = ExitReason.allCases.map(\.name)
        let head =
            [
                "guest", "host", "engine", "ran", "equal", "reason", "ported", "stop", "exitCode", "cycles", "ratio", "retired",
                "direct",
            ]
            + accounts.map { "accounts.\($0)" } + reasons.flatMap { ["exits.\($0).count", "exits.\($0).cycles"] }
            + countNames.map { "counters.\($0)" }
        let rows = comparisons.flatMap { comparison in
            comparison.engines.map { row -> [String] in
                let report = row.report
                let number = { (value: UInt64?) in value.map { String($0) } ?? "" }
                var fields = [
                    comparison.guest, comparison.host, row.engine, "\(row.ran)", "\(row.ran && row.differences.isEmpty)",
                    row.reason ?? "", "\(row.isPorted)", report?.stop ?? "", report?.exitCode.map { "\($0)" } ?? "",
                    number(report?.cycles), row.ratio.map { "\($0)" } ?? "", number(report?.retired),
                    report.map { "\($0.direct)" } ?? "",
                ]
                fields += accounts.map { number(report?.accounts[$0]) }
                fields += reasons.flatMap { reason -> [String] in
                    guard let report else { return ["", ""] }
                    return [number(report.exits[reason]?.count ?? 0), number(report.exits[reason]?.cycles ?? 0)]
                }
                fields += countNames.map { name in number(report.map { $0.counters[name] ?? 0 }) }
                return fields
            }
        }
        return ([head] + rows).map(CSV.line).joined(separator: "\n")
    }

    private static let countNames = [
        "tlbMisses", "tlbFlushes", "walkReferences", "walkCacheHits", "vmExits", "interrupts", "systemCalls", "traps", "units",
        "shadowFills", "nestedFills",
    ]

    /// A bar for each engine, so long as its cycles, of what they went to; in a line each.
    package func bars(width: Int) -> String {
        let reports = engines.compactMap(\.report)
        guard let most = reports.map(\.cycles).max(), most > 0 else { return "" }
        let fills: [AccountGroup: Character] = [.guest: "█", .hardware: "▓", .monitor: "░"]
        let space = UInt64(max(10, width - 12 - 14))
        let lines = reports.map { report in
            var (bar, sum, drawn) = ("", UInt64(0), UInt64(0))
            for group in AccountGroup.allCases {
                sum += group.cycles(report)
                let end = (sum * space + most / 2) / most
                bar += String(repeating: String(fills[group]!), count: Int(end - drawn))
                drawn = end
            }
            return report.engine.padded(12) + bar + " " + report.cycles.grouped
        }
        let legend = AccountGroup.allCases.map { "\(fills[$0]!) \($0.title)" }
        return (lines + [""] + legend).joined(separator: "\n")
    }
}
