import Engines
import Machine
import VMM

/// One thing of the host gone through, and what that does to a figure of a guest's run under several engines; and where one engine
/// passes another.
package struct Sweep: Encodable, Sendable {
    /// One engine's figures, in the order of the values; `nil` where it could not work.
    package struct Series: Encodable, Sendable {
        package let engine: String
        package let values: [UInt64?]
    }

    /// Between two values of a key, the order of two engines changes: from `value` on it is the other way round.
    package struct Crossing: Encodable, Sendable {
        package let value: String
        /// The engine that has the lower figure before, and the one that has it from there on.
        package let before: String
        package let after: String
    }

    package let host: String
    private let fullHost: String
    package let guest: String
    package let key: String
    package let figure: String
    package let values: [String]
    package let series: [Series]
    package let crossings: [Crossing]
    /// Why an engine has no figure, anywhere or at the first value where it has none.
    package let notRun: [String: String]
    private let numbers: [Int]

    private enum CodingKeys: String, CodingKey { case host, guest, key, figure, values, series, crossings, notRun }

    /// What is to be gone through: `KEY=FROM..TO[:STEP]`.
    package struct Range: Sendable {
        let key: Settings.Key
        let values: [Int]

        package static let mostValues = 200

        package init(_ text: String) throws(UserError) {
            let form = "write KEY=FROM..TO or KEY=FROM..TO:STEP, for example cost.vmexit=200..4000:200"
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let dots = parts[1].firstRange(of: "..") else { throw UserError(.usage, "'\(text)': \(form)") }
            let key = try Settings.key(parts[0], in: text)
            let ends = parts[1][dots.upperBound...].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let from = try Settings.value(String(parts[1][..<dots.lowerBound]), of: key, in: text)
            let to = try Settings.value(String(ends[0]), of: key, in: text)
            let step = ends.count == 2 ? Int(ends[1]) : max(1, (to - from) / 10)
            guard let step, step > 0 else { throw UserError(.usage, "'\(text)': the step must be a whole number above 0") }
            self.key = key
            switch key.values {
            case .words: values = Array(stride(from: from, through: to, by: from <= to ? 1 : -1))
            case .numbers, .powersOfTwo:
                guard from <= to else { throw UserError(.usage, "'\(text)': it goes down; write the lower end first") }
                if case .powersOfTwo = key.values {
                    values = Array(sequence(first: from) { $0 * 2 <= to ? $0 * 2 : nil })
                } else {
                    values = Array(stride(from: from, through: to, by: step))
                }
            }
            if case .numbers = key.values {
            } else if ends.count == 2 {
                throw UserError(.usage, "'\(text)': \(key.name) has no steps of so much; leave ':\(ends[1])' out")
            }
            guard values.count <= Self.mostValues else {
                throw UserError(.usage, "'\(text)': \(values.count) values; at most \(Self.mostValues), so take a longer step")
            }
        }
    }

    /// What a run is asked for.
    package struct Figure: Sendable {
        let name: String
        /// `nil` where there is no such thing.
        let value: @Sendable (RunReport) -> UInt64?

        /// `cycles`, `retired`, `exits`, `accounts.NAME`, `exits.REASON`, `counters.NAME`.
        package init(_ name: String) throws(UserError) {
            self.name = name
            let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
            switch (parts.first, parts.count == 2 ? parts[1] : nil) {
            case ("cycles", nil): value = { $0.cycles }
            case ("retired", nil): value = { $0.retired }
            case ("exits", nil): value = { $0.exits.values.reduce(0) { $0 + $1.count } }
            case ("accounts", let part?) where Account.allCases.contains { $0.name == part }: value = { $0.accounts[part] ?? 0 }
            case ("exits", let part?) where ExitReason.allCases.contains { $0.name == part }: value = { $0.exits[part]?.count ?? 0 }
            case ("counters", let part?): value = { $0.counters[part] }
            default:
                throw UserError(
                    .usage,
                    "no figure '\(name)'; there are cycles, retired, exits, accounts.NAME, exits.REASON and counters.NAME, "
                        + "with the names of 'run --json'")
            }
        }
    }

    package init(
        _ range: Range, _ figure: Figure, _ guest: GuestFile, file: String, engines names: [String]?, options: RunOptions
    ) throws(UserError) {
        let engines = (names ?? EngineRegistry.all.map(\.id)).uniqued()
        guard !engines.isEmpty else { throw UserError(.usage, "name at least one engine, or leave --engines out") }
        let measure = Measure(range: range, figure: figure, guest: guest, options: options, isNamed: names != nil)
        let pairs = engines.flatMap { engine in range.values.map { (engine, $0) } }
        let outcomes = try Parallel.map(pairs) { (pair) throws(UserError) in try measure.run(pair.0, pair.1) }
        let count = range.values.count
        let rows = engines.indices.map { Array(outcomes[$0 * count..<($0 + 1) * count]) }
        var (series, gaps): ([Series], [String: String]) = ([], [:])
        for (engine, row) in zip(engines, rows) {
            // What a misled guest costs is of no interest.
            let checked = row.enumerated().map { place, outcome in
                let reference = rows.lazy.map { $0[place] }.first { $0.end != nil }?.end
                return outcome.end == nil || outcome.end == reference
                    ? outcome : Outcome("it does not do what the first engine does")
            }
            gaps[engine] = checked.compactMap(\.reason).first
            if checked.contains(where: { $0.value != nil }) { series.append(Series(engine: engine, values: checked.map(\.value))) }
        }
        guard !series.isEmpty else {
            let reasons = gaps.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
            throw UserError(.usage, (["nothing comes of the sweep"] + reasons).joined(separator: "\n  "))
        }
        self.series = series
        (host, fullHost) = (options.model.name, options.model.fullName)
        self.guest = file
        key = range.key.name
        self.figure = figure.name
        numbers = range.values
        values = range.values.map(range.key.values.text)
        notRun = gaps
        crossings = try Self.crossings(series, range, measure)
    }

    /// What came of one run.
    private struct Outcome: Sendable {
        /// How it ended, to be compared; `nil` if there is nothing to be compared.
        private(set) var end: End?
        private(set) var value: UInt64?
        /// Why there is no value.
        private(set) var reason: String?

        struct End: Equatable, Sendable {
            let stop: String
            let exitCode: Int?
            let output: String
        }

        init(_ reason: String) { self.reason = reason }

        init(_ report: RunReport, _ figure: Figure) {
            value = figure.value(report)
            if value == nil { reason = "it has no \(figure.name)" }
            end = End(stop: report.stop, exitCode: report.exitCode, output: report.output)
        }
    }

    /// Runs a guest with one value of the key.
    private struct Measure: Sendable {
        let range: Range
        let figure: Figure
        let guest: GuestFile
        let options: RunOptions
        let isNamed: Bool

        func run(_ engine: String, _ value: Int) throws(UserError) -> Outcome {
            var own = options
            own.engine = engine
            do throws(UserError) {
                own.model = try Settings.changed(options.model, range.key, to: value)
            } catch {
                return Outcome(error.text)
            }
            if let reason = Comparison.refusal(guest, own, isNamed: isNamed) { return Outcome(reason) }
            let session = try Session(try guest.image(for: engine), own)
            session.run()
            if case .budget = session.stop { return Outcome("it has not come to its end at the limit of cycles (--max-cycles)") }
            return Outcome(RunReport(session, guest: ""), figure)
        }
    }

    // MARK: Crossings

    private static func crossings(_ series: [Series], _ range: Range, _ measure: Measure) throws(UserError) -> [Crossing] {
        var crossings: [(place: Int, crossing: Crossing)] = []
        for (index, one) in series.enumerated() {
            for two in series[(index + 1)...] {
                // Who was lower last, where that could be told.
                var last: (place: Int, oneIsLower: Bool)?
                for (place, value) in range.values.enumerated() {
                    guard let a = one.values[place], let b = two.values[place], a != b else { continue }
                    if let last, last.oneIsLower != (a < b) {
                        let (before, after) = last.oneIsLower ? (one.engine, two.engine) : (two.engine, one.engine)
                        let exact = try refine(before, after, range.values[last.place], value, range, measure)
                        crossings.append((exact, Crossing(value: range.key.values.text(exact), before: before, after: after)))
                    }
                    last = (place, a < b)
                }
            }
        }
        return crossings.sorted { $0.place < $1.place }.map(\.crossing)
    }

    /// The first value at which `after` is lower, by halving what lies between two values of which it is so at the second only.
    private static func refine(
        _ before: String, _ after: String, _ low: Int, _ high: Int, _ range: Range, _ measure: Measure
    ) throws(UserError) -> Int {
        guard case .numbers = range.key.values else { return high }
        var (low, high) = (low, high)
        while high - low > 1 {
            let middle = (low + high) / 2
            let figures = try Parallel.map([before, after]) { (engine) throws(UserError) in try measure.run(engine, middle).value }
            if let a = figures[0], let b = figures[1], b < a { high = middle } else { low = middle }
        }
        return high
    }

    // MARK: Forms

    package var json: String { JSON.text(self) }

    package var csv: String {
        let rows = values.enumerated().map { index, value in
            [value] + series.map { line in line.values[index].map { String($0) } ?? "" }
        }
        return ([[key] + series.map(\.engine)] + rows).map(CSV.line).joined(separator: "\n")
    }

    package var svg: String {
        let isNumber = Int(values[0]) != nil
        let places = isNumber ? numbers.map(Double.init) : numbers.indices.map(Double.init)
        return LineChart(
            title: "\(figure) of \(guest) on \(fullHost), by \(key)", xTitle: key, yTitle: figure, places: places, labels: values,
            lines: series.map { ($0.engine, $0.values.map { $0.map { Double($0) } }) },
            marks: isNumber ? crossings.compactMap { crossing in Double(crossing.value).map { ($0, "\(crossing.value)") } } : []
        ).svg + "\n"
    }

    package var text: String {
        let width = max(key.count, values.map(\.count).max() ?? 0) + 2
        let head = key.padded(width) + series.map { $0.engine.leftPadded(13) }.joined()
        let rows = values.enumerated().map { index, value in
            value.padded(width) + series.map { ($0.values[index]?.grouped ?? "-").leftPadded(13) }.joined()
        }
        let told = crossings.map { "from \(key) = \($0.value) on, \($0.after) has the lower \(figure) than \($0.before)" }
        return
            (["\(figure) of \(guest) on \(fullHost)", "", head] + rows + [""] + plot + [""]
            + (told.isEmpty ? ["no engine passes another"] : told)
            + notRun.sorted { $0.key < $1.key }.map { "\($0.key): not everywhere: \($0.value)" }).joined(separator: "\n")
    }

    /// The lines as letters, the lowest figure at the bottom.
    private var plot: [String] {
        let (height, width) = (14, 60)
        let figures = series.map { $0.values.map { $0.map { Double($0) } } }
        let all = figures.flatMap { $0.compactMap(\.self) }
        guard values.count > 1, let low = all.min(), let high = all.max(), high > low else { return [] }
        var grid = [[Character]](repeating: [Character](repeating: " ", count: width + 1), count: height + 1)
        for (number, line) in figures.enumerated() {
            for column in 0...width {
                let place = Double(column) / Double(width) * Double(values.count - 1)
                let (left, part) = (Int(place), place - Double(Int(place)))
                guard let from = line[left], let to = line[min(left + 1, values.count - 1)] else { continue }
                let value = from + (to - from) * part
                let row = height - Int(((value - low) / (high - low) * Double(height)).rounded())
                grid[row][column] = grid[row][column] == " " ? Self.letter(number) : "*"
            }
        }
        let scale = { (row: Int) in LineChart.short(low + (high - low) * Double(height - row) / Double(height)) }
        let lines = grid.enumerated().map { row, cells in
            (row % 7 == 0 ? scale(row) : "").leftPadded(9) + " |" + String(cells)
        }
        let axis = "".padded(10) + "+" + String(repeating: "-", count: width + 1)
        let ends = "".padded(11) + values[0] + values[values.count - 1].leftPadded(width + 1 - values[0].count)
        let legend =
            "".padded(11) + series.enumerated().map { "\(Self.letter($0.offset)) \($0.element.engine)" }.joined(separator: "  ")
        return lines.map { $0.trimmingTrailing } + [axis, ends, legend + "  * several"]
    }

    private static func letter(_ index: Int) -> Character { Array("abcdefgh")[index % 8] }
}
