/// A step of a monitor's own software: so many instructions, priced by the host model's cycles per instruction. The same for
/// every engine.
///
/// Six counts are calibrated, once, on the host model prescott-2005 at its 1.5 cycles an instruction, by figures of Adams and Agesen,
/// ASPLOS 2006, and nothing else: `dispatch` and `emulate` by what rdtsc takes trapped (2030 cycles) and called out (1254),
/// `routine` by what it takes emulated in a translation (216), `inject` by divzero under binary translation (3223),
/// `deriveEntry` and `tableEntry` by ptemod, not present to present, under binary translation (2121). These figures bound sums of
/// steps, so how a sum is divided is our choice. The other counts are assumed: each is the order of magnitude of such a routine
/// in the monitors of the time, rounded.
package enum MonitorWork: String, CaseIterable, Sendable {
    /// From a trap to the handler for its reason and back to the guest: registers saved and restored, the reason found.
    case dispatch
    /// Decoding one instruction and carrying it out on the virtual processor.
    case emulate
    /// One reference to the guest's memory by software: translated, checked, read or written.
    case guestReference
    /// What an entry of a shadow or nested table must be, derived from the guest's: checked, its frame looked up, its rights.
    case deriveEntry
    /// One entry of a shadow or nested table written or dropped, with the ways back to it.
    case tableEntry
    /// One access to a device's model, or one event of it.
    case deviceModel
    /// One instruction of the guest's translated. Adams and Agesen, ASPLOS 2006: 2300 cycles, at 1.5 cycles an instruction.
    case translate
    /// One jump between translations linked, or unlinked; one entry of the look-up table.
    case link
    /// A routine of the monitor's that translations contain or call without leaving the translation cache, besides its words.
    case routine
    /// Finding, within such a routine, what a port without a device answers: a device model's work, done in a translation.
    case portRoutine
    /// One trap or interrupt delivered to the guest, besides the references it takes.
    case inject
    /// One hypercall: its number and its arguments looked at, besides what it is for.
    case hypercall
    /// One entry of a page table of the guest's: checked, the frames concerned counted, and written.
    case validate

    /// Instructions a step.
    package var instructions: UInt64 {
        switch self {
        case .dispatch: 133
        case .emulate: 643
        case .guestReference: 10
        case .deriveEntry: 267
        case .tableEntry: 193
        case .deviceModel: 100
        case .inject: 109
        case .translate: 1530
        case .link: 60
        case .routine: 77
        case .portRoutine: Self.deviceModel.instructions
        case .hypercall: 40
        case .validate: 40
        }
    }

    /// What steps cost on a host, rounded up.
    package func cycles(on model: HostModel, count: UInt64 = 1) -> UInt64 {
        cycles(count, perHundredInstructions: UInt64(model[.monitorInstructions].cycles))
    }

    func cycles(_ count: UInt64, perHundredInstructions price: UInt64) -> UInt64 {
        (instructions &* count &* price &+ 99) / 100
    }

    package var account: Account {
        switch self {
        case .dispatch: .dispatch
        case .emulate, .inject, .routine, .portRoutine: .emulation
        case .guestReference, .deriveEntry, .tableEntry: .memory
        case .translate, .link: .translation
        case .deviceModel: .device
        case .hypercall, .validate: .hypercall
        }
    }
}
