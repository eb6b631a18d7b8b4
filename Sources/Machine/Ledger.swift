import ISA

/// Where cycles go. Every cycle is charged to exactly one account.
package enum Account: Int, CaseIterable, Sendable {
    /// The guest's own instructions, in ring 3 and in inner rings.
    case guestUser, guestKernel
    /// The guest waited in `hlt`.
    case idle
    /// Traps, interrupts, system calls and returns, as the hardware does them.
    case ringCrossings
    /// Transitions between root and non-root mode, as the hardware does them.
    case vmTransitions
    case pageWalks
    /// The monitor's own work, by kind.
    case dispatch, emulation, memory, translation, device, hypercall, scheduling, hostOS

    package var name: String { String(describing: self) }
}

/// The accounts, and the clock. The clock is advanced by the same charges but kept on its own, so that their agreement
/// can be checked.
package struct Ledger: Hashable, Sendable {
    /// By the account's number. In place, and some to spare: a charge should cost an addition.
    private var accounts = InlineArray<16, UInt64>(repeating: 0)
    /// All cycles since reset.
    package private(set) var clock: UInt64 = 0

    package init() {}

    package subscript(account: Account) -> UInt64 { accounts[account.rawValue & 15] }

    package mutating func charge(_ cycles: UInt64, to account: Account) {
        accounts[account.rawValue & 15] &+= cycles
        clock &+= cycles
    }

    /// The law of conservation.
    package var balances: Bool { Account.allCases.reduce(0) { $0 &+ self[$1] } == clock }

    package static func == (left: Ledger, right: Ledger) -> Bool {
        left.clock == right.clock && Account.allCases.allSatisfy { left[$0] == right[$0] }
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(clock)
        for account in Account.allCases { hasher.combine(self[account]) }
    }
}

/// What the machine counts besides cycles, always.
package struct Counters: Hashable, Sendable {
    /// Guest instructions completed in ring 3, and in inner rings.
    package var retiredUser: UInt64 = 0
    package var retiredKernel: UInt64 = 0
    /// Of these, completed in a translation cache; of those, by other words than the guest's own; of those, on the virtual
    /// processor's data.
    package var retiredTranslated: UInt64 = 0
    package var retiredChanged: UInt64 = 0
    package var retiredEmulated: UInt64 = 0
    /// Look-ups of where indirect jumps lead, in a translation cache, and their cycles.
    package var lookups: UInt64 = 0
    package var lookupCycles: UInt64 = 0
    package var tlbMisses: UInt64 = 0
    package var tlbFlushes: UInt64 = 0
    package var walkReferences: UInt64 = 0
    /// Nested translations that the walk cache knew.
    package var walkCacheHits: UInt64 = 0
    package var interrupts: UInt64 = 0
    package var systemCalls: UInt64 = 0
    package var portAccesses: UInt64 = 0
    package var deviceMemoryAccesses: UInt64 = 0
    /// Ways through a gate into a monitor.
    package var monitorEntries: UInt64 = 0
    /// Exits from non-root mode.
    package var vmExits: UInt64 = 0
    /// Faults and traps delivered, by vector.
    package var traps = [UInt64](repeating: 0, count: Architecture.vectorCount)

    package init() {}
    package var retired: UInt64 { retiredUser &+ retiredKernel }
}
