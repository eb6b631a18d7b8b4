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
    /// One trap or interrupt delivered to the guest, besides the references it takes.
    case inject

    /// Instructions a step.
    package var instructions: UInt64 {
        switch self {
        case .dispatch: 80
        case .emulate: 150
        case .guestReference: 10
        case .tableEntry: 60
        case .deviceModel: 100
        case .inject: 60
        }
    }

    package var account: Account {
        switch self {
        case .dispatch: .dispatch
        case .emulate, .inject: .emulation
        case .guestReference, .tableEntry: .memory
        case .deviceModel: .device
        }
    }
}
