// The numbers of the architecture that software needs: the assembler knows each by the name given here.

/// Sizes and places. Those that the CPU loop uses are inlinable, and so public: `package` declarations are not inlined across modules.
public enum Architecture {
    @inlinable public static var pageSize: UInt32 { 4096 }
    package static let registerCount = 16
    /// `r15` is the stack pointer.
    @inlinable public static var stackPointer: Int { 15 }
    /// `syscall` leaves the flags, the return pc and the caller's stack pointer here.
    @inlinable public static var systemCallFlags: Int { 12 }
    @inlinable public static var systemCallReturn: Int { 13 }
    @inlinable public static var systemCallStack: Int { 14 }
    /// From here to the top, every address space is reserved: for bare-metal software a protection fault, in any ring.
    /// Monitors live there. It is exactly the last entry of a page directory.
    @inlinable public static var stripBase: UInt32 { 0xffc0_0000 }
    package static let vectorCount = 256
    @inlinable public static var gateSize: UInt32 { 8 }
}

/// Trap vectors below 32. Interrupt controllers and software use those above.
package enum Vector: UInt8, CaseIterable, Sendable {
    case divide = 0, debug = 1, breakpoint = 3, undefined = 6, doubleFault = 8, protection = 13, pageFault = 14

    package var title: String {
        switch self {
        case .divide: "divide error"
        case .debug: "debug trap"
        case .breakpoint: "breakpoint"
        case .undefined: "undefined instruction"
        case .doubleFault: "double fault"
        case .protection: "protection fault"
        case .pageFault: "page fault"
        }
    }

    /// The name of any vector, for reports.
    package static func title(_ vector: UInt8) -> String {
        Vector(rawValue: vector)?.title ?? "vector \(vector)"
    }
}

/// Why a protection fault was raised; the low byte of its error code. The second byte is the vector of the gate concerned, if any.
package enum ProtectionCause: UInt8, CaseIterable, Sendable {
    case privileged = 1, gateAbsent, gateReserved, gateRing, ringReserved, returnInward, strip, alignment, control

    /// Whether the error code's second byte is the vector of a gate.
    package var concernsGate: Bool { self == .gateAbsent || self == .gateReserved || self == .gateRing }

    /// Whether the instruction itself was refused, not what it reached: a monitor carries it out for its guest.
    package var isForEmulation: Bool {
        switch self {
        case .privileged, .gateAbsent, .gateReserved, .gateRing, .ringReserved, .returnInward, .control: true
        case .strip, .alignment: false
        }
    }

    package var title: String {
        switch self {
        case .privileged: "a privileged instruction outside ring 0"
        case .gateAbsent: "the trap table's gate for the vector is not present"
        case .gateReserved: "the trap table's gate has reserved bits set, or a target ring that is reserved or outside the caller's"
        case .gateRing: "the gate may not be called from this ring"
        case .ringReserved: "rings 1 and 2 are reserved unless ring 0 has allowed them"
        case .returnInward: "a return to a more privileged ring"
        case .strip: "an address at or above the limit (the top strip is reserved)"
        case .alignment: "an address that is not a multiple of the access's size"
        case .control: "a value that the control register does not take"
        }
    }
}

/// Bits of FLAGS, as `pushf` shows them. A trap frame adds the ring in bits 13…12.
public enum Flags {
    @inlinable public static var carry: UInt32 { 1 << 0 }
    @inlinable public static var zero: UInt32 { 1 << 1 }
    @inlinable public static var negative: UInt32 { 1 << 2 }
    @inlinable public static var overflow: UInt32 { 1 << 3 }
    @inlinable public static var trace: UInt32 { 1 << 8 }
    @inlinable public static var interrupt: UInt32 { 1 << 9 }
    @inlinable public static var arithmetic: UInt32 { carry | zero | negative | overflow }
    @inlinable public static var all: UInt32 { arithmetic | trace | interrupt }
    @inlinable public static var ringShift: UInt32 { 12 }
}

/// Bits of cr0.
public enum CR0 {
    /// Addresses go through the page tables.
    @inlinable public static var paging: UInt32 { 1 << 0 }
    /// Rings 1 and 2 may be used in gates, frames and page tables. Monitors set it for themselves.
    @inlinable public static var middleRings: UInt32 { 1 << 1 }
    /// `rdtsc` and `cpuid` trap outside ring 0.
    @inlinable public static var trapTime: UInt32 { 1 << 2 }
    /// The root-mode instructions are defined. Only on hosts that have them.
    @inlinable public static var rootMode: UInt32 { 1 << 3 }
    @inlinable public static var all: UInt32 { paging | middleRings | trapTime | rootMode }
}

/// The trap frame, four words from the stack pointer upward: what a trap pushes and `iret` takes back.
public enum Frame {
    @inlinable public static var pc: UInt32 { 0 }
    @inlinable public static var flags: UInt32 { 4 }
    @inlinable public static var sp: UInt32 { 8 }
    @inlinable public static var error: UInt32 { 12 }
    @inlinable public static var size: UInt32 { 16 }
}

/// Bits of a gate's second word; the first word is the handler's address.
public enum Gate {
    @inlinable public static var present: UInt32 { 1 << 0 }
    /// Bits 2…1: the ring that the handler runs in.
    @inlinable public static var targetShift: UInt32 { 1 }
    /// Bits 4…3: the least privileged ring whose software may call the gate with `int`.
    @inlinable public static var callerShift: UInt32 { 3 }
    /// The interrupt flag stays as it was instead of being cleared.
    @inlinable public static var keepInterrupts: UInt32 { 1 << 5 }
    /// The stack pointer is always loaded from the target ring's register, even without a change of ring.
    @inlinable public static var freshStack: UInt32 { 1 << 6 }
    @inlinable public static var all: UInt32 { 0x7f }
}

/// Bits of a page-table entry at either level; bits 31…12 are the frame, bits 11…9 are software's, the rest is reserved.
public enum PTE {
    @inlinable public static var present: UInt32 { 1 << 0 }
    @inlinable public static var writable: UInt32 { 1 << 1 }
    /// Bits 3…2: the least privileged ring allowed.
    @inlinable public static var ringShift: UInt32 { 2 }
    @inlinable public static var ringMask: UInt32 { 3 << 2 }
    @inlinable public static var accessed: UInt32 { 1 << 5 }
    /// Set by hardware in the last level only.
    @inlinable public static var dirty: UInt32 { 1 << 6 }
    @inlinable public static var reserved: UInt32 { 1 << 4 | 1 << 7 | 1 << 8 }
    @inlinable public static var frame: UInt32 { 0xffff_f000 }
}

/// Bits of a page fault's error code.
public enum PageFaultCode {
    /// The entry was present: the access was not allowed.
    @inlinable public static var protection: UInt32 { 1 << 0 }
    @inlinable public static var write: UInt32 { 1 << 1 }
    /// Bits 3…2: the ring that made the access.
    @inlinable public static var ringShift: UInt32 { 2 }
    @inlinable public static var fetch: UInt32 { 1 << 4 }
    /// A reserved bit or a reserved ring was found in an entry.
    @inlinable public static var reserved: UInt32 { 1 << 5 }
}

/// What `cpuid` answers, by leaf.
package enum CPUIDLeaf {
    /// The highest basic leaf, then the three words of the name.
    package static let basic: UInt32 = 0
    package static let features: UInt32 = 4
    package static let ramSize: UInt32 = 5
    /// Zero on bare metal; a hypervisor answers with its name.
    package static let hypervisor: UInt32 = 0x4000_0000
    /// "Ring", of Ringside.
    package static let hypervisorName: UInt32 = 0x676e_6952

    /// The basic name, four letters a leaf from leaf 1: "Ring32 CPU  ".
    package static let name: [UInt32] = [0x676e_6952, 0x4320_3233, 0x2020_5550]

    package static let featureClassic: UInt32 = 1 << 0
    package static let featureRootMode: UInt32 = 1 << 1
    package static let featureNestedPaging: UInt32 = 1 << 2
    package static let featureVPID: UInt32 = 1 << 3
    package static let featureIOMMU: UInt32 = 1 << 4
    package static let featureTaskPriorityShadow: UInt32 = 1 << 5
    /// What a guest under a monitor does not have. Real world: nested virtualization gives it back.
    package static let featuresOfRootMode = featureRootMode | featureNestedPaging | featureVPID | featureTaskPriorityShadow
}
