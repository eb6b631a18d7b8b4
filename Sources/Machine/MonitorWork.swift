/// A step of a monitor's own software: so many instructions, priced by the host model's cycles per instruction. The same for
/// every engine.
///
/// The counts are assumed: each is the order of magnitude of such a routine in the monitors of the time, rounded.
package enum MonitorWork: String, CaseIterable, Sendable {
    /// From a trap to the handler for its reason and back to the guest: registers saved and restored, the reason found.
    case dispatch
    /// Decoding one instruction and carrying it out on the virtual processor.
    case emulate
    /// One reference to the guest's memory by software: translated, checked, read or written.
    case guestReference
    /// One entry of a shadow or nested table: derived from the guest's and written, or found stale and dropped.
    case tableEntry
    /// One access to a device's model, or one event of it.
    case deviceModel
    /// One instruction of the guest's translated. Adams and Agesen, ASPLOS 2006: 2300 cycles, at 1.5 cycles an instruction.
    case translate
    /// One jump between translations linked, or unlinked; one entry of the look-up table.
    case link
    /// One trap or interrupt delivered to the guest, besides the references it takes.
    case inject
    /// One hypercall: its number and its arguments looked at, besides what it is for.
    case hypercall
    /// One entry of a page table of the guest's: checked, the frames concerned counted, and written.
    case validate

    /// Instructions a step.
    package var instructions: UInt64 {
        switch self {
        case .dispatch: 80
        case .emulate: 150
        case .guestReference: 10
        case .tableEntry: 60
        case .deviceModel: 100
        case .inject: 60
        case .translate: 1530
        case .link: 60
        case .hypercall: 40
        case .validate: 40
        }
    }

    package var account: Account {
        switch self {
        case .dispatch: .dispatch
        case .emulate, .inject: .emulation
        case .guestReference, .tableEntry: .memory
        case .translate, .link: .translation
        case .deviceModel: .device
        case .hypercall, .validate: .hypercall
        }
    }
}
