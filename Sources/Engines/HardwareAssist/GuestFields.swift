import ISA
import Machine

/// What of the guest's processor a monitor has read from the VMCS since the exit, so that each field is read at most once, and
/// written back only if it has changed.
struct GuestFields: Sendable {
    private var known = GuestFieldSet()

    /// After an exit: the processor has saved new values.
    mutating func forget() { known.removeAll() }

    /// Brings fields into the virtual machine's processor.
    mutating func read(_ fields: GuestFieldSet, into cpu: inout CPU, on host: inout Host) {
        host.vmread(fields.without(known), into: &cpu)
        known.insert(fields)
    }

    /// Writes what has changed. Real world: a monitor compares with what it has read; the VMCS still holds it.
    func writeBack(_ cpu: CPU, on host: inout Host) { host.vmwriteChanges(known, of: cpu) }

    /// The virtual machine's processor with what it does not know yet, without cost: to look at from outside.
    func complete(_ cpu: CPU, _ fields: GuestFieldSet, on host: borrowing Host) -> CPU {
        var cpu = cpu
        host.peek(fields.without(known), into: &cpu)
        return cpu
    }
}
