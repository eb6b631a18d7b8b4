import ISA

/// Something that costs cycles on a host. Each has exactly one cost in a host model, whoever makes it happen.
package enum Primitive: Hashable, Sendable {
    /// Executing an instruction of the class.
    case instruction(CostClass)
    /// Delivering a fault or trap through the trap table.
    case exception
    /// Delivering an interrupt through the trap table.
    case interrupt
    /// One reference of a page walk to memory, or the write-back of an accessed or dirty bit.
    case walkReference
    /// One nested translation that the walk cache knows, instead of two references.
    case walkCacheHit
    /// Leaving non-root mode. Entering it is an instruction. Real world: up to a fifth more or less, by the reason.
    case vmexit
    /// What follows a transition between root and non-root mode, either way, beyond the TLB flush: the processor is slower
    /// until its trace cache and predictors know the code again. None on hosts where it is 0.
    case transitionRefill
    /// One access to a device's memory.
    case deviceMemory
    /// A hundred instructions of a monitor's own software.
    case monitorInstructions

    package static let allCases: [Primitive] =
        CostClass.allCases.map(Primitive.instruction) + [
            .exception, .interrupt, .walkReference, .walkCacheHit, .vmexit, .transitionRefill, .deviceMemory,
            .monitorInstructions,
        ]

    /// The name in host models and in `--set cost.NAME=…`.
    package var name: String {
        if case .instruction(let cost) = self { return cost.name }
        return String(describing: self)
    }

    package var meaning: String {
        switch self {
        case .instruction(let cost):
            "one of: "
                + Instruction.allCases.map(\.row).filter { $0.cost == cost }.map(\.mnemonic).uniqued().joined(separator: " ")
        case .exception: "delivery of a fault or trap through the trap table"
        case .interrupt: "delivery of an interrupt through the trap table"
        case .walkReference: "one memory reference of a page walk"
        case .walkCacheHit: "one nested translation found in the walk cache"
        case .vmexit: "leaving non-root mode"
        case .transitionRefill: "the processor's caches of code refilled after entering or leaving non-root mode"
        case .deviceMemory: "one access to a device's memory"
        case .monitorInstructions: "a hundred instructions of a monitor's own software"
        }
    }

    /// The account it is charged to; `nil` for work of the guest's, which is the account of the ring it runs in.
    package var account: Account? {
        switch self {
        case .instruction(.vmentry), .vmexit, .transitionRefill: .vmTransitions
        case .instruction(let cost): cost.isCrossing ? .ringCrossings : nil
        case .exception, .interrupt: .ringCrossings
        case .walkReference, .walkCacheHit: .pageWalks
        case .deviceMemory, .monitorInstructions: nil
        }
    }

    /// What its cost may be. At least 1, so that time passes whatever a guest does; but for what comes with another.
    package var limits: ClosedRange<UInt32> {
        if self == .transitionRefill { return 0...1_000_000 }
        if case .instruction(let cost) = self, ChargeTable.isInline(cost) { return 1...ChargeTable.maximumInlineCost }
        return 1...1_000_000
    }

    /// The place in a host model's cost table.
    var index: Int {
        switch self {
        case .exception: 0
        case .interrupt: 1
        case .walkReference: 2
        case .walkCacheHit: 3
        case .vmexit: 4
        case .deviceMemory: 5
        case .monitorInstructions: 6
        case .transitionRefill: 7
        case .instruction(let cost): 8 + Int(cost.rawValue)
        }
    }
    static let byIndex = allCases.sorted { $0.index < $1.index }
}

extension Array where Element: Hashable {
    /// The elements without repetitions, in order.
    package func uniqued() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
