import ISA

/// A host: what its silicon can do, and what each primitive costs on it. A plain value; files are read elsewhere.
package struct HostModel: Hashable, Sendable {
    /// How sure a cost is.
    package enum Grade: String, CaseIterable, Sendable {
        /// Read in the text that measured it.
        case read
        /// Read in a text that cites it.
        case secondHand = "second-hand"
        /// Magnitude trustworthy, last digits not.
        case recalled
        /// Computed from others; the source says how.
        case derived
        case interpolated
        case assumed
        case calibrated
    }

    /// The cost of one primitive.
    package struct Cost: Hashable, Sendable {
        package var cycles: UInt32
        package var source: String
        package var grade: Grade
        package init(cycles: UInt32, source: String, grade: Grade) {
            self.cycles = cycles
            self.source = source
            self.grade = grade
        }
    }

    package var name: String
    /// What has been changed of it for a run, as it was written.
    package var changes: [String] = []
    package var title: String
    package var year: Int
    package var isa: ISAVariant
    package var rootMode: Bool
    package var nestedPaging: Bool
    package var vpid: Bool
    /// Non-root mode may have a task priority of its own.
    package var taskPriorityShadow: Bool
    package var iommu: Bool
    /// Entries in all, and entries a set; powers of two.
    package var tlbEntries: Int
    package var tlbWays: Int
    /// Nested translations that the walk cache holds.
    package var walkCacheEntries: Int
    /// How long a disk request takes beyond its sectors, and each sector; in clock ticks.
    package var diskRequestTicks: UInt32
    package var diskSectorTicks: UInt32
    private var costs: [Cost]

    /// `costs` must have every primitive.
    package init(
        name: String, title: String, year: Int, isa: ISAVariant, rootMode: Bool, nestedPaging: Bool, vpid: Bool,
        taskPriorityShadow: Bool, iommu: Bool, tlbEntries: Int, tlbWays: Int, walkCacheEntries: Int, diskRequestTicks: UInt32,
        diskSectorTicks: UInt32, costs: [Primitive: Cost]
    ) {
        self.name = name
        self.title = title
        self.year = year
        self.isa = isa
        self.rootMode = rootMode
        self.nestedPaging = nestedPaging
        self.vpid = vpid
        self.taskPriorityShadow = taskPriorityShadow
        self.iommu = iommu
        self.tlbEntries = tlbEntries
        self.tlbWays = tlbWays
        self.walkCacheEntries = walkCacheEntries
        self.diskRequestTicks = diskRequestTicks
        self.diskSectorTicks = diskSectorTicks
        self.costs = Primitive.byIndex.map { primitive in
            guard let cost = costs[primitive] else { preconditionFailure("host model \(name) has no cost for \(primitive.name)") }
            return cost
        }
    }

    /// The name, with what has been changed.
    package var fullName: String { changes.isEmpty ? name : "\(name) with \(changes.joined(separator: ", "))" }

    package subscript(primitive: Primitive) -> Cost {
        get { costs[primitive.index] }
        set { costs[primitive.index] = newValue }
    }

    /// The features as `cpuid` shows them.
    package var featureBits: UInt32 {
        (isa == .classic ? CPUIDLeaf.featureClassic : 0) | (rootMode ? CPUIDLeaf.featureRootMode : 0)
            | (nestedPaging ? CPUIDLeaf.featureNestedPaging : 0) | (vpid ? CPUIDLeaf.featureVPID : 0)
            | (iommu ? CPUIDLeaf.featureIOMMU : 0) | (taskPriorityShadow ? CPUIDLeaf.featureTaskPriorityShadow : 0)
    }
}
