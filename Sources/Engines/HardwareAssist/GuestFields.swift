import ISA
import Machine

/// What of the guest's processor a monitor has read from the VMCS since the exit, so that each field is read at most once, and
/// written back only if it has changed.
struct GuestFields: Sendable {
    /// Bit n: the guest's n-th field is known.
    private var known: UInt32 = 0
    /// What was read, by the field's place among the guest's.
    private var values = InlineArray<32, UInt32>(repeating: 0)

    private static func place(_ field: VMCSField) -> Int { Int(field.rawValue - VMCSField.guestPC.rawValue) & 31 }

    func knows(_ field: VMCSField) -> Bool { known & 1 << UInt32(Self.place(field)) != 0 }

    /// After an exit: the processor has saved new values.
    mutating func forget() { known = 0 }

    /// Brings fields into the virtual machine's processor.
    mutating func read(_ fields: [VMCSField], into cpu: inout CPU, on host: inout Host) {
        for field in fields where !knows(field) {
            let value = host.vmread(field)
            known |= 1 << UInt32(Self.place(field))
            values[Self.place(field)] = value
            cpu[field] = value
        }
    }

    /// Writes what has changed.
    mutating func writeBack(_ cpu: CPU, on host: inout Host) {
        var left = known
        while left != 0 {
            let place = left.trailingZeroBitCount
            left &= left &- 1
            let field = VMCSField.guestFields[place]
            if cpu[field] == values[place] { continue }
            host.vmwrite(field, cpu[field])
            values[place] = cpu[field]
        }
    }

    /// The virtual machine's processor with what it does not know yet, without cost: to look at from outside.
    func complete(_ cpu: CPU, _ fields: [VMCSField], on host: borrowing Host) -> CPU {
        var cpu = cpu
        for field in fields where !knows(field) { cpu[field] = host.peek(field) }
        return cpu
    }
}
