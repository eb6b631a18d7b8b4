import ISA

/// Why control came to a monitor. One list for all engines, so that their exits can be compared; each exit has exactly one.
package enum ExitReason: Int, CaseIterable, Sendable {
    // Instructions that the monitor carries out for the guest.
    case controlRegister, tableBase, invlpg, portIO, halt, interruptFlag, flags, trapReturn, descriptor, timestamp, identify
    case softwareInterrupt, systemCall, hypercall, rootMode
    // Memory.
    case truePageFault, hiddenPageFault, writeTrace, nestedViolation, deviceMemory, simulatedAccess
    // The rest.
    case guestFault, debugTrap, externalInterrupt, interruptWindow, codeMiss

    /// The name in reports.
    package var name: String { String(describing: self) }

    /// What it means, in a few words.
    package var title: String {
        switch self {
        case .controlRegister: "a move to or from a control register"
        case .tableBase: "a load of the page-table base"
        case .invlpg: "invlpg"
        case .portIO: "in or out"
        case .halt: "hlt"
        case .interruptFlag: "cli or sti"
        case .flags: "pushf or popf"
        case .trapReturn: "iret or sysret"
        case .descriptor: "lidt, sidt, smsw or a read of the ring"
        case .timestamp: "rdtsc"
        case .identify: "cpuid"
        case .softwareInterrupt: "int or brk"
        case .systemCall: "syscall"
        case .hypercall: "a hypercall"
        case .rootMode: "a root-mode instruction"
        case .truePageFault: "a page fault of the guest's own"
        case .hiddenPageFault: "a page fault that only the shadow tables had"
        case .writeTrace: "a write to a watched page: a page table of the guest's, or translated code"
        case .nestedViolation: "a page that the nested tables did not have yet"
        case .deviceMemory: "an access to a device's memory"
        case .guestFault: "another fault of the guest's own"
        case .debugTrap: "the trap after a traced instruction"
        case .externalInterrupt: "an interrupt of a device of the host's"
        case .simulatedAccess: "a load or store that has often trapped, and is carried out without"
        case .codeMiss: "a jump to code that is not translated, or not linked"
        case .interruptWindow: "the guest can take an interrupt that has waited"
        }
    }

    /// The reason that an instruction has for an exit when it is carried out for the guest. One that has none of its own
    /// can have exited by a fault only.
    package init?(word: UInt32) {
        guard let decoded = Decoded(word: word) else { return nil }
        switch decoded.instruction {
        case .movtcr: self = decoded.d == ControlRegister.cr3.rawValue ? .tableBase : .controlRegister
        case .movfcr: self = .controlRegister
        case .invlpg: self = .invlpg
        case .inp, .inr, .outp, .outr: self = .portIO
        case .hlt: self = .halt
        case .cli, .sti: self = .interruptFlag
        case .pushf, .popf: self = .flags
        case .iret, .sysret: self = .trapReturn
        case .lidt, .sidt, .smsw, .rdring: self = .descriptor
        case .rdtsc: self = .timestamp
        case .cpuid: self = .identify
        case .int, .brk: self = .softwareInterrupt
        case .syscall: self = .systemCall
        case .hcall: self = .hypercall
        case .vmxon, .vmxoff, .vmclear, .vmptrld, .vmread, .vmwrite, .vmlaunch, .vmresume, .vmcall, .invept, .invvpid:
            self = .rootMode
        default: self = .guestFault
        }
    }
}
