import Assembler
import ISA
import Machine
import Yams

/// Reads a host model from YAML. All errors of a file at once, each at its place.
struct HostModelFile {
    private let file: String
    private let lines: [Substring]
    private var diagnostics: [Diagnostic] = []

    static func parse(_ bytes: [UInt8], file: String) throws(UserError) -> HostModel {
        let text = String(decoding: bytes, as: UTF8.self)
        var reader = HostModelFile(file: file, lines: text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline))
        if let line = reader.lines.firstIndex(where: Self.hasAlias) {
            throw UserError(
                .badInput,
                "\(file):\(line + 1): error: anchors (&) and aliases (*) are not taken; write the value out where it is needed")
        }
        let node: Node?
        do {
            node = try Yams.compose(yaml: text)
        } catch {
            throw UserError(.badInput, "\(file): not YAML: \(Self.describe(error).printable)")
        }
        let model = reader.model(node)
        guard let model, reader.diagnostics.isEmpty else {
            throw UserError(.badInput, reader.diagnostics.map { $0.render() }.joined(separator: "\n"))
        }
        return model
    }

    /// Whether a line refers to another part of the file. A few nested references can stand for more data than any memory
    /// holds, and a host model needs none.
    private static func hasAlias(_ line: Substring) -> Bool {
        var quote: Character?
        var previous: Character = " "
        for character in line {
            if let open = quote {
                if character == open { quote = nil }
            } else if " [{,".contains(previous) {
                if character == "#" { return false }
                if character == "&" || character == "*" { return true }
                if character == "\"" || character == "'" { quote = character }
            }
            previous = character
        }
        return false
    }

    private static func describe(_ error: any Error) -> String {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            "line \(mark.line), column \(mark.column): \(problem)"
        case .reader(let problem, _, _, _): problem
        default: "\(error)"
        }
    }

    private init(file: String, lines: [Substring]) {
        self.file = file
        self.lines = lines
    }

    private mutating func report(_ node: Node?, _ message: String, _ notes: [String] = []) {
        let line = max(1, node?.mark?.line ?? 1)
        let length = node?.scalar?.string.count ?? 1
        diagnostics.append(
            Diagnostic(
                file: file, line: line, column: max(1, node?.mark?.column ?? 1), length: length, message: message.printable,
                notes: notes,
                sourceLine: line <= lines.count ? String(lines[line - 1]).printable : ""))
    }

    // MARK: The parts

    private static let keys = ["name", "title", "year", "isa", "features", "tlb", "walk-cache", "disk", "costs"]
    private static let featureKeys = ["root-mode", "nested-paging", "vpid", "task-priority-shadow", "iommu"]

    private mutating func model(_ node: Node?) -> HostModel? {
        guard let node, let top = mapping(node, "a host model", keys: Self.keys) else {
            if node == nil { report(nil, "the file is empty", ["a host model needs \(Self.keys.joined(separator: ", "))"]) }
            return nil
        }
        let name = top["name"].map { text($0) }
        let title = top["title"].map { text($0) }
        let year = top["year"].flatMap { number($0, "a year", 1950...2100) }
        let isa = top["isa"].flatMap { choice($0, "an ISA variant", ISAVariant.self) }
        let features = top["features"].flatMap { mapping($0, "the features", keys: Self.featureKeys) }?
            .compactMapValues { boolean($0) }
        let tlb = top["tlb"].flatMap { mapping($0, "the TLB", keys: ["entries", "ways"]) }
        let entries = tlb?["entries"].flatMap { powerOfTwo($0, "a number of entries", 1...65536) }
        let ways = tlb?["ways"].flatMap { powerOfTwo($0, "a number of ways", 1...64) }
        if let entries, let ways, ways > entries {
            report(tlb?["ways"], "\(ways) ways in a TLB of \(entries) entries", ["use at most as many ways as entries"])
        }
        let walkCache = top["walk-cache"].flatMap { mapping($0, "the walk cache", keys: ["entries"]) }
        let cached = walkCache?["entries"].flatMap { number($0, "a number of entries", 0...1024) }
        let disk = top["disk"].flatMap { mapping($0, "the disk", keys: ["request", "sector"]) }
        let request = disk?["request"].flatMap { number($0, "a number of ticks", 0...1_000_000_000) }
        let sector = disk?["sector"].flatMap { number($0, "a number of ticks", 0...1_000_000_000) }
        let costs = top["costs"].map { self.costs($0) }
        guard diagnostics.isEmpty, let name, let title, let year, let isa, let features, let entries, let ways, let cached,
            let request, let sector, let costs
        else { return nil }
        return HostModel(
            name: name, title: title, year: year, isa: isa, rootMode: features["root-mode"] ?? false,
            nestedPaging: features["nested-paging"] ?? false, vpid: features["vpid"] ?? false,
            taskPriorityShadow: features["task-priority-shadow"] ?? false, iommu: features["iommu"] ?? false,
            tlbEntries: entries, tlbWays: ways, walkCacheEntries: cached, diskRequestTicks: UInt32(request),
            diskSectorTicks: UInt32(sector), costs: costs)
    }

    private mutating func costs(_ node: Node) -> [Primitive: HostModel.Cost] {
        var costs: [Primitive: HostModel.Cost] = [:]
        let entries = mapping(node, "the costs", keys: Primitive.allCases.map(\.name)) ?? [:]
        for primitive in Primitive.allCases {
            guard let entry = entries[primitive.name],
                let fields = mapping(entry, "the cost of \(primitive.name)", keys: ["cycles", "grade", "source"])
            else { continue }
            let limits = Int(primitive.limits.lowerBound)...Int(primitive.limits.upperBound)
            guard let cycles = fields["cycles"].flatMap({ number($0, "a cost of \(primitive.name) in cycles", limits) }),
                let grade = fields["grade"].flatMap({ choice($0, "a grade", HostModel.Grade.self) }),
                let source = fields["source"].map({ text($0) })
            else { continue }
            if source.isEmpty {
                report(fields["source"], "a cost without a source", ["say where the figure is from, or that and why it is assumed"])
            }
            costs[primitive] = HostModel.Cost(cycles: UInt32(cycles), source: source, grade: grade)
        }
        return costs
    }

    // MARK: Values

    /// The values of a mapping by key. Every key must be there, and no other.
    private mutating func mapping(_ node: Node, _ what: String, keys: [String]) -> [String: Node]? {
        guard let pairs = node.mapping else {
            report(node, "\(what) must be a mapping", ["write \(keys.prefix(4).joined(separator: ": …, ")): …"])
            return nil
        }
        var values: [String: Node] = [:]
        for (key, value) in pairs {
            let name = key.scalar?.string ?? ""
            if !keys.contains(name) {
                let note = Suggestion.note(for: name, among: keys) ?? "known are \(keys.joined(separator: ", "))"
                report(key, "unknown key '\(name)' in \(what)", [note])
            } else {
                values[name] = value
            }
        }
        let missing = keys.filter { values[$0] == nil }
        if !missing.isEmpty { report(node, "\(what) lacks \(missing.joined(separator: ", "))", ["add what is missing"]) }
        return values
    }

    private mutating func text(_ node: Node) -> String {
        guard let scalar = node.scalar else {
            report(node, "must be a text")
            return ""
        }
        return scalar.string
    }

    private mutating func boolean(_ node: Node) -> Bool? {
        if let value = node.scalar?.string, value == "true" || value == "false" { return value == "true" }
        report(node, "must be true or false")
        return nil
    }

    private mutating func number(_ node: Node, _ what: String, _ limits: ClosedRange<Int>) -> Int? {
        guard let text = node.scalar?.string, let value = Int(text.replacing("_", with: "")) else {
            report(node, "\(what) must be a whole number", ["from \(limits.lowerBound) to \(limits.upperBound)"])
            return nil
        }
        guard limits.contains(value) else {
            report(node, "\(value) is not \(what)", ["from \(limits.lowerBound) to \(limits.upperBound)"])
            return nil
        }
        return value
    }

    private mutating func powerOfTwo(_ node: Node, _ what: String, _ limits: ClosedRange<Int>) -> Int? {
        guard let value = number(node, what, limits) else { return nil }
        if value.nonzeroBitCount == 1 { return value }
        report(node, "\(value) is not a power of two")
        return nil
    }

    private mutating func choice<C: RawRepresentable & CaseIterable>(_ node: Node, _ what: String, _ type: C.Type) -> C?
    where C.RawValue == String {
        if let value = node.scalar.flatMap({ C(rawValue: $0.string) }) { return value }
        let names = C.allCases.map(\.rawValue)
        report(
            node, "'\(node.scalar?.string ?? "")' is not \(what)",
            [Suggestion.note(for: node.scalar?.string ?? "", among: names) ?? "one of \(names.joined(separator: ", "))"])
        return nil
    }
}
