/// The control registers. The raw value is the number in the word.
@frozen public enum ControlRegister: UInt8, CaseIterable, Sendable {
    case cr0 = 0, cr2 = 2, cr3 = 3, sp0 = 4, sp1 = 5, sp2 = 6, limit = 7, cr8 = 8, sysentry = 9

    /// The name in source text.
    package var name: String { String(describing: self) }

    package var effect: String {
        switch self {
        case .cr0: "Control bits: paging, middle rings, trapping rdtsc and cpuid, root mode (which stays set while that is on)."
        case .cr2: "The address of the last page fault."
        case .cr3: "The frame of the page directory; loading it flushes the TLB."
        case .sp0: "The stack pointer on entry to ring 0."
        case .sp1: "The stack pointer on entry to ring 1."
        case .sp2: "The stack pointer on entry to ring 2."
        case .limit: "The first address that ordinary accesses and jumps of rings 1 to 3 may not reach; at most the strip's start."
        case .cr8: "The task priority, 0 to 15: interrupts of this class and below wait."
        case .sysentry: "Where syscall enters ring 0; 0 makes syscall undefined."
        }
    }

    /// The bits that may be set; a write with any other is a protection fault.
    package var writable: UInt32 {
        switch self {
        case .cr0: CR0.all
        case .cr3, .limit: PTE.frame
        case .cr8: 15
        case .sysentry: ~3
        case .cr2, .sp0, .sp1, .sp2: ~0
        }
    }

    /// The primitive that a write costs.
    package var writeCost: CostClass {
        switch self {
        case .cr3: .tableBase
        case .cr8: .taskPriority
        default: .controlWrite
        }
    }

    package init?(name: some StringProtocol) {
        guard let register = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = register
    }
}
