// The virtual machine control structure: what root-mode software sets, and what an exit tells it. Its region is a page of
// physical memory. Software reaches the fields by number, with `vmread` and `vmwrite`.

/// A field of the VMCS. The raw value is the number that `vmread` and `vmwrite` take.
///
/// Real world: VT-x encodes width and kind of a field in its number, and a processor may keep fields on the chip until
/// `vmclear`. Here the field lies in the region, and the region is all there is.
@frozen public enum VMCSField: UInt32, CaseIterable, Sendable {
    // What exits, and how the guest is translated.
    case controls = 0, exceptionBitmap, pageFaultMask, pageFaultMatch, ioBitmap, cr0Mask, cr0Shadow, taskPriorityThreshold
    case nestedTable, vpid
    // An event for the next entry.
    case entryEvent, entryError, entryInstructionLength
    // What an exit tells.
    case instructionError, exitReason, qualification, guestLinear, guestPhysical, instructionLength, exitEvent, exitError
    case vectoringEvent, vectoringError
    // The guest's processor: loaded at an entry, saved at an exit.
    case guestPC, guestSP, guestFlags, guestCR0, guestCR3, guestCR8, guestSP0, guestSP1, guestSP2, guestLimit
    case guestSysentry, guestTrapTable, guestActivity, guestInterruptibility
    // The host's: loaded at an exit.
    case hostPC, hostSP, hostCR0, hostCR3, hostSP0, hostSP1, hostSP2, hostLimit, hostSysentry, hostTrapTable

    package enum Group: String, CaseIterable, Sendable {
        case control, entry, exit, guest, host
    }

    package var group: Group {
        switch rawValue {
        case ..<Self.entryEvent.rawValue: .control
        case ..<Self.instructionError.rawValue: .entry
        case ..<Self.guestPC.rawValue: .exit
        case ..<Self.hostPC.rawValue: .guest
        default: .host
        }
    }

    /// Only the processor writes it.
    package var isReadOnly: Bool { group == .exit }

    /// The name in source text: `VMCS_GUEST_PC`.
    package var symbol: String { "VMCS_" + Architecture.upperCased("\(self)") }

    package var effect: String {
        switch self {
        case .controls: "What exits, and which features are on: CONTROL_ bits."
        case .exceptionBitmap: "Bit n: a fault or trap of vector n exits. For page faults, see the next two."
        case .pageFaultMask:
            "Page faults exit as the bitmap says where the error code, masked by this, equals the next; else the opposite."
        case .pageFaultMatch: "What the masked error code is compared with."
        case .ioBitmap: "The physical address of two pages: bit n of them set, an access to port n exits."
        case .cr0Mask:
            "Bit set: the host owns this bit of cr0. A write of another value than the shadow's exits; reads see the shadow."
        case .cr0Shadow: "What the guest sees of the bits of cr0 that the host owns."
        case .taskPriorityThreshold:
            "With CONTROL_TASK_PRIORITY_SHADOW: the guest exits as soon as its cr8 is less than this, be it at the entry."
        case .nestedTable: "With CONTROL_NESTED_PAGING: the physical address of the nested directory."
        case .vpid: "With CONTROL_VPID: the tag of the guest's entries in the TLB, not 0."
        case .entryEvent: "EVENT_ bits: delivered by the entry, through the guest's trap table. An exit clears EVENT_VALID."
        case .entryError: "The error code in the frame of that event."
        case .entryInstructionLength: "For software events, how far behind pc the frame leads: 4."
        case .instructionError: "Why the last root-mode instruction failed: VMERROR_ numbers."
        case .exitReason: "EXIT_ numbers; with EXIT_ENTRY_FAILED set the guest has not run."
        case .qualification: "What the reason leaves open: an address, a port, a register."
        case .guestLinear: "At nested violations: the linear address of the access."
        case .guestPhysical: "At nested violations and misconfigurations: the guest-physical address."
        case .instructionLength: "4 where an instruction exited, to get past it."
        case .exitEvent: "At EXIT_EXCEPTION and acknowledged interrupts: which, as EVENT_ bits."
        case .exitError: "The error code of that exception."
        case .vectoringEvent:
            "The event that was being delivered when the exit came, as EVENT_ bits: a fault, or what an entry injected. Other interrupts still wait, and int is executed again."
        case .vectoringError: "The error code of that event."
        case .guestPC: "pc."
        case .guestSP: "sp. The other registers are software's to save."
        case .guestFlags: "FLAGS, with the ring in bits 13…12."
        case .guestCR0: "cr0 as the processor uses it."
        case .guestCR3: "cr3."
        case .guestCR8: "cr8, with CONTROL_TASK_PRIORITY_SHADOW; without, the guest uses the host's."
        case .guestSP0: "sp0."
        case .guestSP1: "sp1."
        case .guestSP2: "sp2."
        case .guestLimit: "limit."
        case .guestSysentry: "sysentry."
        case .guestTrapTable: "The trap table's address."
        case .guestActivity: "0: it executes; 1: it waits in hlt."
        case .guestInterruptibility: "1: interrupts wait for one more instruction, after sti."
        case .hostPC: "Where exits lead, in ring 0 with interrupts disabled."
        case .hostSP: "sp at an exit."
        case .hostCR0: "cr0 at an exit."
        case .hostCR3: "cr3 at an exit."
        case .hostSP0: "sp0 at an exit."
        case .hostSP1: "sp1 at an exit."
        case .hostSP2: "sp2 at an exit."
        case .hostLimit: "limit at an exit."
        case .hostSysentry: "sysentry at an exit."
        case .hostTrapTable: "The trap table's address at an exit."
        }
    }
}

/// The VMCS region, by offset from its start. Real world: only the first two words have a defined place.
public enum VMCSRegion {
    /// Must be `revisionNumber` before `vmptrld`; likewise in the region of `vmxon`.
    @inlinable public static var revision: UInt32 { 0 }
    /// 0: clear; 1: launched.
    @inlinable public static var launchState: UInt32 { 8 }
    @inlinable public static var fields: UInt32 { 16 }
    @inlinable public static var revisionNumber: UInt32 { 1 }
}

/// Bits of `VMCSField.controls`.
public enum VMCSControls {
    @inlinable public static var externalInterruptExiting: UInt32 { 1 << 0 }
    /// An exit for an interrupt acknowledges it and tells its vector.
    @inlinable public static var acknowledgeInterrupt: UInt32 { 1 << 1 }
    /// Exits as soon as the guest could take an interrupt.
    @inlinable public static var interruptWindowExiting: UInt32 { 1 << 2 }
    @inlinable public static var hltExiting: UInt32 { 1 << 3 }
    @inlinable public static var invlpgExiting: UInt32 { 1 << 4 }
    @inlinable public static var rdtscExiting: UInt32 { 1 << 5 }
    @inlinable public static var tableBaseLoadExiting: UInt32 { 1 << 6 }
    @inlinable public static var tableBaseStoreExiting: UInt32 { 1 << 7 }
    @inlinable public static var taskPriorityLoadExiting: UInt32 { 1 << 8 }
    @inlinable public static var taskPriorityStoreExiting: UInt32 { 1 << 9 }
    @inlinable public static var taskPriorityShadow: UInt32 { 1 << 10 }
    /// Every port access exits.
    @inlinable public static var ioExiting: UInt32 { 1 << 11 }
    /// Port accesses exit as the bitmap says.
    @inlinable public static var ioBitmap: UInt32 { 1 << 12 }
    @inlinable public static var nestedPaging: UInt32 { 1 << 13 }
    @inlinable public static var vpid: UInt32 { 1 << 14 }
    @inlinable public static var all: UInt32 { 0x7fff }

    static let symbols: [String: UInt32] = [
        "CONTROL_EXTERNAL_INTERRUPT_EXITING": externalInterruptExiting, "CONTROL_ACKNOWLEDGE_INTERRUPT": acknowledgeInterrupt,
        "CONTROL_INTERRUPT_WINDOW_EXITING": interruptWindowExiting, "CONTROL_HLT_EXITING": hltExiting,
        "CONTROL_INVLPG_EXITING": invlpgExiting, "CONTROL_RDTSC_EXITING": rdtscExiting,
        "CONTROL_TABLE_BASE_LOAD_EXITING": tableBaseLoadExiting, "CONTROL_TABLE_BASE_STORE_EXITING": tableBaseStoreExiting,
        "CONTROL_TASK_PRIORITY_LOAD_EXITING": taskPriorityLoadExiting,
        "CONTROL_TASK_PRIORITY_STORE_EXITING": taskPriorityStoreExiting, "CONTROL_TASK_PRIORITY_SHADOW": taskPriorityShadow,
        "CONTROL_IO_EXITING": ioExiting, "CONTROL_IO_BITMAP": ioBitmap, "CONTROL_NESTED_PAGING": nestedPaging,
        "CONTROL_VPID": vpid,
    ]
}

/// An event as the VMCS holds it: the vector in bits 7…0, the kind in bits 10…8, and whether it is one.
public enum VMCSEvent {
    @inlinable public static var valid: UInt32 { 1 << 31 }
    @inlinable public static var kindShift: UInt32 { 8 }
    @inlinable public static var all: UInt32 { valid | 7 << kindShift | 0xff }

    @frozen public enum Kind: UInt32, CaseIterable, Sendable {
        case interrupt = 0, exception = 3, software = 4
    }

    static let symbols: [String: UInt32] = [
        "EVENT_VALID": valid, "EVENT_INTERRUPT": Kind.interrupt.rawValue << kindShift,
        "EVENT_EXCEPTION": Kind.exception.rawValue << kindShift, "EVENT_SOFTWARE": Kind.software.rawValue << kindShift,
    ]
}

/// Why non-root mode was left. The numbers are those of VT-x where it has the reason.
@frozen public enum VMExitReason: UInt32, CaseIterable, Sendable {
    case exception = 0, externalInterrupt = 1, tripleFault = 2, interruptWindow = 7
    case cpuid = 10, hlt = 12, invlpg = 14, rdtsc = 16, vmcall = 18
    case vmclear = 19, vmlaunch = 20, vmptrld = 21, vmread = 23, vmresume = 24, vmwrite = 25, vmxoff = 26, vmxon = 27
    case controlRegister = 28, io = 30, invalidGuestState = 33, taskPriorityBelowThreshold = 43
    case nestedViolation = 48, nestedMisconfiguration = 49, invept = 50, invvpid = 53, hcall = 64

    /// In the field: the entry failed, and the guest has not run.
    @inlinable public static var entryFailed: UInt32 { 1 << 31 }

    package var symbol: String { "EXIT_" + Architecture.upperCased("\(self)") }

    package var effect: String {
        switch self {
        case .exception: "A fault or trap that the exception bitmap names. Qualification: a page fault's address."
        case .externalInterrupt: "An interrupt of a device of the host's."
        case .tripleFault: "A fault while a double fault was being delivered."
        case .interruptWindow: "The guest could take an interrupt now."
        case .cpuid: "cpuid."
        case .hlt: "hlt."
        case .invlpg: "invlpg. Qualification: the address."
        case .rdtsc: "rdtsc."
        case .vmcall: "vmcall."
        case .vmclear, .vmlaunch, .vmptrld, .vmread, .vmresume, .vmwrite, .vmxoff, .vmxon, .invept, .invvpid, .hcall:
            "\(self)."
        case .controlRegister:
            "A move to or from a control register. Qualification: its number; bit 4 for a read; the general register in bits 11…8."
        case .io: "in or out. Qualification: the port in bits 31…16; bit 3 for in; the general register in bits 11…8."
        case .invalidGuestState: "The entry refused the guest's state. Qualification: the number of the field."
        case .taskPriorityBelowThreshold: "cr8 is less than the threshold now."
        case .nestedViolation:
            "The nested tables do not allow an access. Qualification: bit 0 read, 1 write, 2 fetch; 3 readable, 4 writable; 8 the address itself, not its tables."
        case .nestedMisconfiguration: "A nested entry has reserved bits set, or is writable without being readable."
        }
    }
}

/// Bits of the qualification of a nested violation.
public enum NestedViolation {
    @inlinable public static var read: UInt32 { 1 << 0 }
    @inlinable public static var write: UInt32 { 1 << 1 }
    @inlinable public static var fetch: UInt32 { 1 << 2 }
    @inlinable public static var readable: UInt32 { 1 << 3 }
    @inlinable public static var writable: UInt32 { 1 << 4 }
    /// The access itself, and not one to a table of the guest's on its way.
    @inlinable public static var final: UInt32 { 1 << 8 }
}

/// Bits of an entry of the nested tables, at either level; bits 31…12 are the frame, bits 11…9 are software's, the rest is reserved.
///
/// Real world: EPT parts reading from executing, and marks pages accessed and dirty only from 2013 on.
public enum NestedPTE {
    @inlinable public static var readable: UInt32 { 1 << 0 }
    @inlinable public static var writable: UInt32 { 1 << 1 }
    @inlinable public static var reserved: UInt32 { 0x1fc }
    @inlinable public static var frame: UInt32 { 0xffff_f000 }
}

/// Why a root-mode instruction failed, as the current VMCS tells. The numbers are those of VT-x.
package enum VMInstructionError: UInt32, CaseIterable, Sendable {
    case vmcallInRoot = 1, clearInvalidAddress = 2, clearRootRegion = 3, launchNotClear = 4, resumeNotLaunched = 5
    case invalidControls = 7, invalidHostState = 8, loadInvalidAddress = 9, loadRootRegion = 10, loadWrongRevision = 11
    case unsupportedField = 12, readOnlyField = 13, alreadyOn = 15, invalidOperand = 28

    package var symbol: String { "VMERROR_" + Architecture.upperCased("\(self)") }

    package var effect: String {
        switch self {
        case .vmcallInRoot: "vmcall in root mode."
        case .clearInvalidAddress: "vmclear of an address that is not a page of RAM."
        case .clearRootRegion: "vmclear of the region given to vmxon."
        case .launchNotClear: "vmlaunch of a VMCS that is not clear: use vmresume."
        case .resumeNotLaunched: "vmresume of a VMCS that is not launched: use vmlaunch."
        case .invalidControls: "An entry with controls that cannot be: reserved bits, features that the host lacks, a wrong event."
        case .invalidHostState: "An entry with a host state that cannot be, or without CR0_ROOT_MODE in it."
        case .loadInvalidAddress: "vmptrld of an address that is not a page of RAM."
        case .loadRootRegion: "vmptrld of the region given to vmxon."
        case .loadWrongRevision: "vmptrld of a region whose first word is not the revision number."
        case .unsupportedField: "vmread or vmwrite of a field that does not exist."
        case .readOnlyField: "vmwrite of a field that only exits write."
        case .alreadyOn: "vmxon in root mode."
        case .invalidOperand: "invept of a place that is no page, or invvpid of 0 or of more than 65535."
        }
    }
}

extension Architecture {
    /// The names of the above.
    static let rootModeSymbols: [String: UInt32] = {
        var symbols: [String: UInt32] = [
            "CR0_ROOT_MODE": CR0.rootMode, "VMCS_REVISION": VMCSRegion.revisionNumber,
            "EXIT_ENTRY_FAILED": VMExitReason.entryFailed, "NESTED_READABLE": NestedPTE.readable,
            "NESTED_WRITABLE": NestedPTE.writable,
        ]
        symbols.merge(VMCSControls.symbols) { _, new in new }
        symbols.merge(VMCSEvent.symbols) { _, new in new }
        for field in VMCSField.allCases { symbols[field.symbol] = field.rawValue }
        for reason in VMExitReason.allCases { symbols[reason.symbol] = reason.rawValue }
        for error in VMInstructionError.allCases { symbols[error.symbol] = error.rawValue }
        return symbols
    }()
}
