import Machine
import VMM

/// The whole state on one screen of 80 columns: registers, code, stack, what has happened, where the cycles went.
package struct ScreenView: View {
    package let registers: RegistersView
    package let code: CodeView
    package let stack: StackView
    package let events: EventsView
    package let statistics: [String: UInt64]
    private let head: String
    private let place: String

    private enum CodingKeys: String, CodingKey { case registers, code, stack, events, statistics }

    init(_ workbench: Workbench, _ timeline: Timeline) {
        let session = timeline.session
        let cpu = session.guestCPU
        registers = RegistersView(session, before: workbench.before)
        code = CodeView(session, from: session.startOfCode(around: cpu.pc, before: 4), count: 10)
        stack = StackView(session, count: 8)
        events = EventsView(session, timeline.events.suffix(8))
        let ledger = session.withHost { $0.ledger }
        statistics = Dictionary(uniqueKeysWithValues: Account.allCases.map { ($0.name, ledger[$0]) })
        let exits = session.engine.statistics.map { ", \($0.count.grouped) exits" } ?? ""
        head =
            "\(workbench.path ?? "") under \(session.options.engine) on \(session.options.model.name): "
            + "cycle \(session.cycle.grouped), \(session.retired.grouped) instructions\(exits)"
        place = Whereabouts(session).text
    }

    package var text: String {
        let rows = code.lines(withSource: false)
        let words = ["stack"] + stack.text.split(separator: "\n").map(String.init)
        let both = (0..<max(rows.count, words.count)).map { index in
            let left = index < rows.count ? rows[index] : ""
            return (String(left.prefix(50)).padded(52) + (index < words.count ? words[index] : "")).trimmingTrailing
        }
        let accounts = Account.allCases.filter { statistics[$0.name] ?? 0 > 0 }
            .map { "\($0.name) \(RunReport.percent(statistics[$0.name] ?? 0, of: statistics.values.reduce(0, +)))" }
        return
            ([head, rule] + registers.text.split(separator: "\n").map(String.init) + [rule] + both + [rule, events.text, rule]
            + (accounts.isEmpty ? [] : [accounts.joined(separator: ", ").wrapped]) + [place]).joined(separator: "\n")
    }

    private var rule: String { String(repeating: "-", count: 78) }
}

extension Session {
    /// So many instructions before a place, but not before its label's code begins or where nothing can be read.
    func startOfCode(around pc: UInt32, before count: UInt32) -> UInt32 {
        var start = pc & ~3
        for _ in 0..<count {
            guard start >= 4, virtualWord(at: start - 4) != nil else { break }
            start -= 4
        }
        return start
    }
}
