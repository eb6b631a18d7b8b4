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
    package static let gateSize: UInt32 = 8
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
package enum Flags {
    package static let carry: UInt32 = 1 << 0
    package static let zero: UInt32 = 1 << 1
    package static let negative: UInt32 = 1 << 2
    package static let overflow: UInt32 = 1 << 3
    package static let trace: UInt32 = 1 << 8
    package static let interrupt: UInt32 = 1 << 9
    package static let arithmetic = carry | zero | negative | overflow
    package static let all = arithmetic | trace | interrupt
    package static let ringShift: UInt32 = 12
}

/// Bits of cr0.
package enum CR0 {
    /// Addresses go through the page tables.
    package static let paging: UInt32 = 1 << 0
    /// Rings 1 and 2 may be used in gates, frames and page tables. Monitors set it for themselves.
    package static let middleRings: UInt32 = 1 << 1
    /// `rdtsc` and `cpuid` trap outside ring 0.
    package static let trapTime: UInt32 = 1 << 2
    package static let all = paging | middleRings | trapTime
}

/// The trap frame, four words from the stack pointer upward: what a trap pushes and `iret` takes back.
package enum Frame {
    package static let pc: UInt32 = 0, flags: UInt32 = 4, sp: UInt32 = 8, error: UInt32 = 12
    package static let size: UInt32 = 16
}

/// Bits of a gate's second word; the first word is the handler's address.
package enum Gate {
    package static let present: UInt32 = 1 << 0
    /// Bits 2…1: the ring that the handler runs in.
    package static let targetShift: UInt32 = 1
    /// Bits 4…3: the least privileged ring whose software may call the gate with `int`.
    package static let callerShift: UInt32 = 3
    /// The interrupt flag stays as it was instead of being cleared.
    package static let keepInterrupts: UInt32 = 1 << 5
    /// The stack pointer is always loaded from the target ring's register, even without a change of ring.
    package static let freshStack: UInt32 = 1 << 6
    package static let all: UInt32 = 0x7f
}

/// Bits of a page-table entry at either level; bits 31…12 are the frame, bits 11…9 are software's, the rest is reserved.
public enum PTE {
    package static let present: UInt32 = 1 << 0
    package static let writable: UInt32 = 1 << 1
    /// Bits 3…2: the least privileged ring allowed.
    package static let ringShift: UInt32 = 2
    package static let ringMask: UInt32 = 3 << 2
    package static let accessed: UInt32 = 1 << 5
    /// Set by hardware in the last level only.
    package static let dirty: UInt32 = 1 << 6
    package static let reserved: UInt32 = 1 << 4 | 1 << 7 | 1 << 8
    @inlinable public static var frame: UInt32 { 0xffff_f000 }
}

/// Bits of a page fault's error code.
package enum PageFaultCode {
    /// The entry was present: the access was not allowed.
    package static let protection: UInt32 = 1 << 0
    package static let write: UInt32 = 1 << 1
    /// Bits 3…2: the ring that made the access.
    package static let ringShift: UInt32 = 2
    package static let fetch: UInt32 = 1 << 4
    /// A reserved bit or a reserved ring was found in an entry.
    package static let reserved: UInt32 = 1 << 5
}

/// What `cpuid` answers, by leaf.
package enum CPUIDLeaf {
    /// The highest basic leaf, then the three words of the name.
    package static let basic: UInt32 = 0
    package static let features: UInt32 = 4
    package static let ramSize: UInt32 = 5
    /// Zero on bare metal; a hypervisor answers with its name.
    package static let hypervisor: UInt32 = 0x4000_0000

    /// The basic name, four letters a leaf from leaf 1: "Ring32 CPU  ".
    package static let name: [UInt32] = [0x676e_6952, 0x4320_3233, 0x2020_5550]

    package static let featureClassic: UInt32 = 1 << 0
    package static let featureRootMode: UInt32 = 1 << 1
    package static let featureNestedPaging: UInt32 = 1 << 2
    package static let featureVPID: UInt32 = 1 << 3
    package static let featureIOMMU: UInt32 = 1 << 4
}
