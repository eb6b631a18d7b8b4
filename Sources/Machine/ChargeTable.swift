import ISA

/// What the CPU loop adds to its one counter for a word.
///
/// The counter holds two figures: the clock that devices and limits run on in its upper half, counting up to zero, and the
/// other of cycles and retired instructions in its lower half. So one addition and one sign test keep two counts and a
/// deadline. They are not made for each instruction but for each run from one jump to the next (see `CodeCache`).
struct ChargeTable {
    /// By `Op.charge`; place 0 is for words that are none. In place, and as many as a byte can tell apart: no bound to check.
    let charges: InlineArray<256, Int64>
    /// The cycles of the same words, and whether they are a crossing of rings.
    private let cycles: [UInt64]
    private let crossings: [Bool]
    /// The dearest word that the loop counts.
    let dearest: UInt64

    static func index(_ cost: CostClass) -> UInt8 { cost.rawValue + 1 }

    /// These are counted in the loop; all others are charged one by one, outside it.
    static func isInline(_ cost: CostClass) -> Bool {
        switch cost {
        case .alu, .multiply, .divide, .load, .store, .jump, .jumpIndirect, .call, .ret: true
        default: false
        }
    }

    /// So that the lower half cannot overflow in one turn of the loop.
    static let maximumInlineCost: UInt32 = 4095
    static let longestTurn: UInt64 = 1 << 19

    init(_ model: HostModel, mode: ClockMode) {
        cycles = [0] + CostClass.allCases.map { UInt64(model[.instruction($0)].cycles) }
        crossings = [false] + CostClass.allCases.map(\.isCrossing)
        var charges = InlineArray<256, Int64>(repeating: 0)
        for cost in CostClass.allCases {
            let cycles = Self.isInline(cost) ? Int64(model[.instruction(cost)].cycles) : 0
            charges[Int(Self.index(cost))] = mode == .cycles ? cycles << 32 | 1 : 1 << 32 | cycles
        }
        self.charges = charges
        dearest = CostClass.allCases.filter(Self.isInline).map { UInt64(model[.instruction($0)].cycles) }.max()!
    }

    /// The cost of one word, and the account if it is not the guest's own.
    @inline(__always) func cost(of op: Op) -> (cycles: UInt64, crossing: Bool) {
        (cycles[Int(op.charge)], crossings[Int(op.charge)])
    }
}

/// What devices and limits are scheduled on.
package enum ClockMode: String, CaseIterable, Sendable {
    /// The cycle counter.
    case cycles
    /// Retired guest instructions: the same instant under every engine.
    case guest
}
