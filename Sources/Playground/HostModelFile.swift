import ISA
import Machine
import Yams

/// Reads a host model from YAML. All errors of a file at once, each at its place.
struct HostModelFile {
    private var reader: YAMLReader

    static func parse(_ bytes: [UInt8], file: String) throws(UserError) -> HostModel {
        var parser = HostModelFile(reader: try YAMLReader(String(decoding: bytes, as: UTF8.self), file: file))
        let model = parser.model()
        try parser.reader.check()
        guard let model else { preconditionFailure("\(file): no model and no reason") }
        return model
    }

    // MARK: The parts

    private static let keys = ["name", "title", "year", "isa", "features", "tlb", "walk-cache", "disk", "costs"]
    private static let featureKeys = ["root-mode", "nested-paging", "vpid", "task-priority-shadow", "iommu"]

    private mutating func model() -> HostModel? {
        guard let node = reader.root, let top = reader.mapping(node, "a host model", keys: Self.keys) else {
            if reader.root == nil {
                reader.report(nil, "the file is empty", ["a host model needs \(Self.keys.joined(separator: ", "))"])
            }
            return nil
        }
        let name = top["name"].map { reader.text($0) }
        let title = top["title"].map { reader.text($0) }
        let year = top["year"].flatMap { reader.number($0, "a year", 1950...2100) }
        let isa = top["isa"].flatMap { reader.choice($0, "an ISA variant", ISAVariant.self) }
        let features = top["features"].flatMap { reader.mapping($0, "the features", keys: Self.featureKeys) }?
            .compactMapValues { reader.boolean($0) }
        if let features, features["root-mode"] == false,
            ["nested-paging", "vpid", "task-priority-shadow"].contains(where: { features[$0] == true })
        {
            reader.report(
                top["features"], "nested-paging, vpid and task-priority-shadow are parts of root mode",
                ["without it, they are false"])
        }
        let tlb = top["tlb"].flatMap { reader.mapping($0, "the TLB", keys: ["entries", "ways"]) }
        let entries = tlb?["entries"].flatMap { reader.powerOfTwo($0, "a number of entries", 1...65536) }
        let ways = tlb?["ways"].flatMap { reader.powerOfTwo($0, "a number of ways", 1...64) }
        if let entries, let ways, ways > entries {
            reader.report(tlb?["ways"], "\(ways) ways in a TLB of \(entries) entries", ["use at most as many ways as entries"])
        }
        let walkCache = top["walk-cache"].flatMap { reader.mapping($0, "the walk cache", keys: ["entries"]) }
        let cached = walkCache?["entries"].flatMap { reader.number($0, "a number of entries", 0...1024) }
        let disk = top["disk"].flatMap { reader.mapping($0, "the disk", keys: ["request", "sector"]) }
        let request = disk?["request"].flatMap { reader.number($0, "a number of ticks", 0...1_000_000_000) }
        let sector = disk?["sector"].flatMap { reader.number($0, "a number of ticks", 0...1_000_000_000) }
        let costs = top["costs"].map { self.costs($0) }
        guard reader.diagnostics.isEmpty, let name, let title, let year, let isa, let features, let entries, let ways, let cached,
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
        let entries = reader.mapping(node, "the costs", keys: Primitive.allCases.map(\.name)) ?? [:]
        for primitive in Primitive.allCases {
            guard let entry = entries[primitive.name],
                let fields = reader.mapping(entry, "the cost of \(primitive.name)", keys: ["cycles", "grade", "source"])
            else { continue }
            let limits = Int(primitive.limits.lowerBound)...Int(primitive.limits.upperBound)
            guard let cycles = fields["cycles"].flatMap({ reader.number($0, "a cost of \(primitive.name) in cycles", limits) }),
                let grade = fields["grade"].flatMap({ reader.choice($0, "a grade", HostModel.Grade.self) }),
                let source = fields["source"].map({ reader.text($0) })
            else { continue }
            if source.isEmpty {
                reader.report(
                    fields["source"], "a cost without a source", ["say where the figure is from, or that and why it is assumed"])
            }
            costs[primitive] = HostModel.Cost(cycles: UInt32(cycles), source: source, grade: grade)
        }
        return costs
    }
}
