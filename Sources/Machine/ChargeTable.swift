import ISA

/// What the CPU loop adds to its one counter for a word.
///
/// The counter holds two figures: the clock that devices and limits run on in its upper half, counting up to zero, and the
/// other of cycles and retired instructions in its lower half. So one addition and one sign test keep two counts and a
/// deadline. They are not made for each instruction but for each run from one jump to the next (see `CodeCache`).
struct ChargeTable {
    /// By `Op.charge`; place 0 is for words that are none.
    let charges: [Int64]
    /// What each primitive costs, by its place in the host model: charged often.
    private let prices: [UInt64]
    /// The cycles of the same words, and whether they are a crossing of rings.
    private let cycles: [UInt64]
    private let crossings: [Bool]
    /// The most that an instruction costs in the loop: the dearest word, and so many of them where it is translated.
    let dearest: UInt64
    let dearestTranslated: UInt64
    /// What the lower half of the counter, or of a tally, holds at most, with room for a page more.
    static let most: UInt64 = 1 << 31

    /// A bank of charges for each role that a word can have in a translation, the first for words that have none.
    private static let bankSize: UInt8 = 32

    static func index(_ cost: CostClass, _ role: WordRole = .identical) -> UInt8 {
        // Routines have no bank: they all begin with a store, and are emulations, in whose bank the first place and the last are free.
        switch role {
        case .routine, .portRoutine:
            precondition(cost == .store)
            return WordRole.emulation.rawValue * bankSize + (role == .routine ? 0 : bankSize - 1)
        default: return role.rawValue * bankSize + cost.rawValue + 1
        }
    }

    /// What the word is in its translation; a routine's is an emulation like others.
    @inline(__always) static func role(_ charge: UInt8) -> WordRole { WordRole(rawValue: charge / bankSize) ?? .identical }

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
        precondition(CostClass.allCases.count < Self.bankSize - 1)
        prices = Primitive.byIndex.map { UInt64(model[$0].cycles) }
        var (cycles, crossings) = ([UInt64](repeating: 0, count: 256), [Bool](repeating: false, count: 256))
        var charges = [Int64](repeating: 0, count: 256)
        for role in WordRole.allCases where role.steps.isEmpty {
            for cost in CostClass.allCases {
                let place = Int(Self.index(cost, role))
                cycles[place] = UInt64(model[.instruction(cost)].cycles)
                crossings[place] = cost.isCrossing
                let counted = Self.isInline(cost) ? Int64(model[.instruction(cost)].cycles) : 0
                let retired: Int64 = role.retires ? 1 : 0
                charges[place] = mode == .cycles ? counted << 32 | retired : retired << 32 | counted
            }
        }
        var dearestRoutine: UInt64 = 0
        for role in WordRole.allCases where !role.steps.isEmpty {
            let place = Int(Self.index(.store, role))
            let cost = role.steps.reduce(UInt64(model[.instruction(.store)].cycles)) { $0 + $1.cycles(on: model) }
            cycles[place] = cost
            charges[place] = mode == .cycles ? Int64(cost) << 32 : Int64(cost)
            dearestRoutine = max(dearestRoutine, cost)
        }
        (self.charges, self.cycles, self.crossings) = (charges, cycles, crossings)
        dearest = CostClass.allCases.filter(Self.isInline).map { UInt64(model[.instruction($0)].cycles) }.max()!
        dearestTranslated = dearest * WordRole.wordsAnInstruction + dearestRoutine
    }

    /// The cycles of a primitive.
    @inline(__always) func price(_ primitive: Primitive) -> UInt64 { prices[primitive.index] }

    /// The cost of one word, and whether it is a crossing of rings.
    @inline(__always) func cost(of op: Op) -> (cycles: UInt64, crossing: Bool) {
        (cycles[Int(op.charge)], crossings[Int(op.charge)])
    }

    /// The cycles that the loop counts for a word.
    func inlineCycles(_ charge: UInt8, _ mode: ClockMode) -> UInt64 {
        let value = UInt64(bitPattern: charges[Int(charge)])
        return mode == .cycles ? value >> 32 : value & 0xffff_ffff
    }
}

/// What devices and limits are scheduled on.
package enum ClockMode: String, CaseIterable, Sendable {
    /// The cycle counter.
    case cycles
    /// Retired guest instructions: the same instant under every engine.
    case guest
}
