import Engines
import Foundation
import Machine
import Playground
import Testing
import VMM

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// What a comparison can be written as.
@Suite(.disabled(if: isDebugBuild)) struct ExportTests {
    private static func options(_ settings: [String] = []) throws -> RunOptions {
        var options = RunOptions(model: try HostModels.load("classroom"))
        try Settings.apply(settings, to: &options.model)
        return options
    }

    private static func guest(_ sample: String) throws -> GuestFile { try GuestFile(Tool.root.path + "/Samples/" + sample) }

    private static func comparison(_ sample: String, _ settings: [String] = []) throws -> Comparison {
        try Comparison(try guest(sample), file: sample, engines: nil, options: try options(settings))
    }

    // MARK: Tables

    @Test func `the table for spreadsheets has a line for each engine, and what the JSON has`() throws {
        let comparison = try Self.comparison("syscalls.s", ["isa=classic"])
        let lines = Comparison.csv([comparison]).split(separator: "\n").map { Self.fields(String($0)) }
        #expect(lines.count == 6 && lines.allSatisfy { $0.count == lines[0].count })
        let head = try #require(lines.first)
        for (row, line) in zip(comparison.engines, lines.dropFirst()) {
            let fields = Dictionary(uniqueKeysWithValues: zip(head, line))
            #expect(fields["engine"] == row.engine && fields["ran"] == "\(row.ran)")
            guard let report = row.report else { continue }
            #expect(fields["cycles"] == "\(report.cycles)")
            for account in Account.allCases { #expect(fields["accounts.\(account.name)"] == "\(report.accounts[account.name]!)") }
            let exits = ExitReason.allCases.map { UInt64(fields["exits.\($0.name).count"]!)! }.reduce(0, +)
            #expect(exits == report.exits.values.reduce(0) { $0 + $1.count })
        }
        #expect(lines.contains { $0.contains { $0.hasPrefix("it takes a ported kernel, and") } })
    }

    /// A line of RFC 4180's.
    private static func fields(_ line: String) -> [String] {
        var (fields, quoted) = ([""], false)
        for character in line {
            switch character {
            case "\"":
                if !quoted, fields[fields.count - 1] != "" { fields[fields.count - 1].append("\"") }
                quoted.toggle()
            case "," where !quoted: fields.append("")
            default: fields[fields.count - 1].append(character)
            }
        }
        return fields
    }

    @Test func `bars are as long as their cycles`() throws {
        let comparison = try Self.comparison("syscalls.s", ["isa=classic"])
        let lines = comparison.bars(width: 80).split(separator: "\n").map(String.init)
        let reports = comparison.engines.compactMap(\.report)
        let most = reports.map(\.cycles).max()!
        for (line, report) in zip(lines, reports) {
            #expect(line.count <= 80 && line.hasPrefix(report.engine))
            let length = line.count { "█▓░".contains($0) }
            #expect(abs(Double(length) - 54 * Double(report.cycles) / Double(most)) <= 1)
        }
    }

    // MARK: The page

    @Test func `the page stands alone and names every cost with its source`() throws {
        let comparison = try Self.comparison("syscalls.s", ["isa=classic"])
        let model = try HostModels.load("classroom")
        let html = HTMLReport([comparison], on: model).html
        let links = html.replacing("http://www.w3.org/2000/svg", with: "")
        for reference in ["http:", "https:", "src=", "href=", "url(", "@import", "<script"] { #expect(!links.contains(reference)) }
        #expect(html.contains("prefers-color-scheme:dark") && html.contains("@media print"))
        for primitive in Primitive.allCases { #expect(html.contains("<td>\(primitive.name)</td>")) }
        for report in comparison.engines.compactMap(\.report) { #expect(html.contains(report.cycles.grouped)) }
        for name in ["table", "tr", "td", "th", "svg", "figure", "style", "h1", "body", "html"] {
            #expect(html.components(separatedBy: "<\(name)").count == html.components(separatedBy: "</\(name)>").count)
        }
    }

    @Test func `names in a page are text, whatever they are`() throws {
        let comparison = try Comparison(
            try Self.guest("hello.s"), file: "<b>&\"\u{1b}.s", engines: nil, options: try Self.options())
        let html = HTMLReport([comparison], on: try HostModels.load("classroom")).html
        #expect(html.contains("&lt;b&gt;&amp;&quot;") && !html.contains("<b>") && !html.contains("\u{1b}"))
    }

    @Test func `pictures are XML`() throws {
        let sweep = try Sweep(
            try Sweep.Range("cost.vmexit=1..20000:4000"), try Sweep.Figure("cycles"), try Self.guest("syscalls.s"), file: "a<b>&.s",
            engines: ["bt", "hvm"], options: try Self.options())
        #expect(XMLParser(data: Data(sweep.svg.utf8)).parse())
        let html = HTMLReport([try Self.comparison("syscalls.s")], on: try HostModels.load("classroom")).html
        let start = try #require(html.range(of: "<svg"))
        let end = try #require(html.range(of: "</svg>"))
        #expect(XMLParser(data: Data(html[start.lowerBound..<end.upperBound].utf8)).parse())
    }

    // MARK: The trace

    private struct Trace: Decodable {
        struct Entry: Decodable {
            struct Arguments: Decodable { let name: String? }
            let ph: String
            let pid: Int
            let tid: Int?
            let ts: Double?
            let dur: Double?
            let name: String
            let id: Int?
            let args: Arguments?
        }
        let traceEvents: [Entry]
    }

    @Test func `a trace has every exit, in its place, and arrows that lead there`() throws {
        for sample in ["syscalls.s", "timer.s", "paging.s"] {
            let guest = try Self.guest(sample)
            var trace = ChromeTrace()
            var reports: [RunReport] = []
            for entry in EngineRegistry.unmodified {
                var options = try Self.options(["isa=classic"])
                options.engine = entry.id
                try trace.add(guest, options)
                let session = try Session(guest.image, options)
                session.run()
                reports.append(RunReport(session, guest: sample))
            }
            let entries = try JSONDecoder().decode(Trace.self, from: Data(trace.json.utf8)).traceEvents
            for (index, report) in reports.enumerated() {
                let own = entries.filter { $0.pid == index + 1 }
                #expect(own.first { $0.name == "process_name" }?.args?.name == report.engine)
                let slices = own.filter { $0.ph == "X" }
                let exits = slices.filter { $0.tid == 9 }
                #expect(exits.count == Int(report.exits.values.reduce(0) { $0 + $1.count }), "\(sample) under \(report.engine)")
                let cycles = exits.reduce(0) { $0 + Int(($1.dur! * 1000).rounded()) }
                #expect(cycles == Int(report.exits.values.reduce(0) { $0 + $1.cycles }))
                // One processor: nothing overlaps, and all of it is within the run.
                let spans = slices.map { (Int(($0.ts! * 1000).rounded()), Int((($0.ts! + $0.dur!) * 1000).rounded())) }.sorted {
                    $0 < $1
                }
                #expect(zip(spans, spans.dropFirst()).allSatisfy { $0.1 <= $1.0 }, "\(sample) under \(report.engine)")
                #expect((spans.last?.1 ?? 0) <= Int(report.cycles))
                let (begin, end) = (own.filter { $0.ph == "s" }, own.filter { $0.ph == "f" })
                #expect(begin.map(\.id) == end.map(\.id) && begin.count <= exits.count)
                #expect(report.engine == "native" ? begin.isEmpty : !begin.isEmpty)
            }
        }
    }

    @Test func `everything twice gives the same bytes`() throws {
        func all() throws -> [String] {
            let comparison = try Self.comparison("nano/nano.s")
            var trace = ChromeTrace()
            var options = try Self.options()
            options.engine = "bt"
            try trace.add(try Self.guest("syscalls.s"), options)
            return [
                comparison.json, comparison.text, Comparison.csv([comparison]),
                HTMLReport([comparison], on: try HostModels.load("classroom")).html, trace.json,
            ]
        }
        #expect(try all() == (try all()))
    }
}
