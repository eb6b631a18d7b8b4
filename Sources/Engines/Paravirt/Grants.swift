import ISA
import Machine
import VMM

// Grants: frames that the guest permits devices to use. The guest writes the table; whoever uses a grant counts as a user of
// the frame, so that it cannot become a page table while a disk writes to it.
extension Hypervisor {
    private func place(_ grant: UInt32) -> UInt32 { MonitorMemory.grantTable << 12 + grant * Grant.size }

    /// A device begins to use a grant. Returns its frame.
    mutating func takeGrant(_ grant: UInt32, writing: Bool, on host: inout Host) throws(HypercallStatus) -> UInt32 {
        guard grant < ParavirtualInterface.grantCount else { throw .invalid }
        let bits = sharedWord(place(grant), on: &host)
        let frame = sharedWord(place(grant) + 4, on: &host)
        guard bits & Grant.permitted != 0, !(writing && bits & Grant.readOnly != 0) else { throw .notGranted }
        if writing { try paging.take(frame, as: .writable, on: &host) } else { try paging.takeForReading(frame) }
        grantUses[Int(grant)] += 1
        host.setMonitorWord(place(grant), bits | Grant.inUse)
        return frame
    }

    /// The device is done with it. The frame is the one that it was given, whatever the table says now.
    mutating func dropGrant(_ grant: UInt32, frame: UInt32, writing: Bool, on host: inout Host) {
        if writing { paging.drop(frame, as: .writable, on: &host) } else { paging.dropForReading(frame) }
        grantUses[Int(grant)] -= 1
        host.charge(.guestReference)
        if grantUses[Int(grant)] == 0 { host.setMonitorWord(place(grant), host.monitorWord(place(grant)) & ~Grant.inUse) }
    }

    mutating func revokeGrant(_ grant: UInt32, on host: inout Host) throws(HypercallStatus) {
        guard grant < ParavirtualInterface.grantCount else { throw .invalid }
        guard grantUses[Int(grant)] == 0 else { throw .busy }
        host.charge(.guestReference)
        host.setMonitorWord(place(grant), 0)
    }
}
