/// All that is known of one instruction. Encoder, assembler, disassembler, help, the printed reference and the
/// classification read this; nothing of it is written down a second time.
package struct Row: Sendable {
    /// The name in source text; several rows may share it when their operands differ in kind.
    package let mnemonic: String
    /// The operands, in the order in which they are written.
    package let operands: [Operand]
    /// What it does, in one sentence.
    package let effect: String
    /// What a person using it should know beyond the effect; may be empty.
    package let help: String
    /// Which rings may execute it.
    package let privilege: Privilege
    /// How it reaches the machine's control state. Stated, never derived from `privilege`: that the two disagree is
    /// what made x86 hard to virtualize.
    package let sensitivity: Sensitivity
    /// When it leaves non-root mode on a host with root mode.
    package let exit: ExitControl
    /// What a paravirtual kernel does in its place.
    package let paravirtual: Paravirtual
    /// Which primitive of the host model it costs.
    package let cost: CostClass
    /// Whether straight-line execution ends here (a translation unit ends too).
    package let endsBlock: Bool
}

/// Which rings may execute an instruction.
package enum Privilege: String, CaseIterable, Sendable {
    /// Any ring, no trap.
    case any
    /// Ring 0; elsewhere a protection fault.
    case privileged
    /// Any ring on an x86-like host, where it silently does something else outside ring 0; ring 0 on a classic host.
    case hole
    /// Any ring, unless ring 0 has set the control bit `CR0_TRAP_TIME`.
    case controlled
    /// Any ring, but only in words fetched from the reserved strip; elsewhere undefined.
    case monitor
    /// Undefined unless ring 0 has set the control bit `CR0_ROOT_MODE`, where a host has root mode; then ring 0 of root
    /// mode. In non-root mode it exits, in any ring.
    case root

    /// Whether executing it outside ring 0 is a protection fault on hosts of this variant.
    package func isPrivileged(on variant: ISAVariant) -> Bool {
        self == .privileged || (self == .hole && variant == .classic)
    }
}

/// Popek and Goldberg's two kinds of sensitivity.
package struct Sensitivity: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// It changes (or tries to change) the mode, the control registers or the devices without a trap in ring 0.
    package static let control = Sensitivity(rawValue: 1)
    /// What a program sees of it depends on the ring or on control state.
    package static let behaviour = Sensitivity(rawValue: 2)

    package var text: String {
        switch self {
        case []: "innocuous"
        case .control: "control"
        case .behaviour: "behaviour"
        default: "control+behaviour"
        }
    }
}

/// When an instruction exits from non-root mode.
package enum ExitControl: String, CaseIterable, Sendable {
    case never
    case always
    /// By the bit of its port in the I/O bitmap.
    case ioBitmap = "I/O bitmap"
    /// By the masks and read shadows of control registers.
    case controlRegister = "control-register mask"
    case hlt = "hlt exiting"
    case invlpg = "invlpg exiting"
    case rdtsc = "rdtsc exiting"
}

/// What a paravirtual kernel does instead of an instruction that its ring no longer allows.
package enum Paravirtual: String, CaseIterable, Sendable {
    /// The instruction is used as it is.
    case unchanged = "-"
    case trapTable = "HCALL_SET_TRAP_TABLE"
    case tableBase = "HCALL_SET_TABLE_BASE, HCALL_SET_KERNEL_STACK, or nothing"
    case invalidate = "HCALL_FLUSH_PAGE"
    case block = "HCALL_BLOCK"
    case device = "an I/O ring, HCALL_CONSOLE_WRITE, HCALL_SHUTDOWN"
    case virtualFlag = "SHARED_EVENTS_MASKED"
    case sharedPage = "SHARED_FAULT_ADDRESS, or what the kernel remembers"
    case gate = "a gate; iret, or HCALL_IRET where iret is privileged"
    case notOffered = "not offered"
}

/// The primitive of a host model that an instruction costs, besides page walks and device accesses.
@frozen public enum CostClass: UInt8, CaseIterable, Sendable {
    case alu, multiply, divide, load, store, jump, jumpIndirect, call, ret
    case flags, interruptFlag, descriptor, timestamp, identify, halt, portIO
    case controlRead, controlWrite, taskPriority, tableBase, invalidate
    case softwareInterrupt, interruptReturn, systemCall, systemReturn, hypercall
    case rootMode, vmread, vmwrite, vmentry

    package var name: String { String(describing: self) }

    /// Crossings are charged by the hardware to their own account when they happen, not as work of the ring they leave.
    package var isCrossing: Bool {
        switch self {
        case .softwareInterrupt, .interruptReturn, .systemCall, .systemReturn, .hypercall: true
        default: false
        }
    }
}
