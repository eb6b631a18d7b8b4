import ISA

// What a monitor does in root mode. Its software is not simulated word by word, so these are its instructions: each costs what
// the instruction costs.
extension Host {
    /// Turns root mode on, with a fresh VMCS. Both regions are pages of the monitor's. At an exit, the processor is what it is now.
    package mutating func startRootMode(region: UInt32, vmcs: UInt32) {
        cpu[.cr0] |= CR0.rootMode
        for place in [region, vmcs] { writePhysicalWord(place + VMCSRegion.revision, VMCSRegion.revisionNumber) }
        let results = [turnRootModeOn(region), clearVMCS(vmcs), loadVMCS(vmcs)]
        precondition(results.allSatisfy { $0 == .done }, "root mode could not be turned on")
        charge(.instruction(.rootMode), count: 3, to: .dispatch)
        for field in VMCSField.allCases where field.group == .host { vmwrite(field, cpu[field]) }
    }

    package mutating func vmread(_ field: VMCSField, to account: Account = .dispatch) -> UInt32 {
        charge(.instruction(.vmread), to: account)
        return self[field]
    }

    /// `vmread` of fields of the guest's, into a processor.
    package mutating func vmread(_ fields: GuestFieldSet, into cpu: inout CPU) {
        charge(.instruction(.vmread), count: UInt64(fields.count), to: .dispatch)
        read(fields, into: &cpu)
    }

    /// `vmwrite` of those fields of the guest's in which a processor differs from the VMCS.
    package mutating func vmwriteChanges(_ fields: GuestFieldSet, of cpu: CPU) {
        fields.forEach { if self[$0] != cpu[$0] { vmwrite($0, cpu[$0]) } }
    }

    /// A field, to look at from outside the machine.
    package func peek(_ field: VMCSField) -> UInt32 { self[field] }

    /// Likewise some of the guest's, into a processor.
    package func peek(_ fields: GuestFieldSet, into cpu: inout CPU) { read(fields, into: &cpu) }

    package mutating func vmwrite(_ field: VMCSField, _ value: UInt32, to account: Account = .dispatch) {
        precondition(!field.isReadOnly)
        charge(.instruction(.vmwrite), to: account)
        self[field] = value
    }

    /// Drops what the TLB has of a guest. Real world: there is a form for one page.
    package mutating func invvpid(_ vpid: UInt32) {
        charge(.instruction(.rootMode), to: .memory)
        _ = invalidate(vpid: vpid)
    }

    /// `vmlaunch` or `vmresume`, with the registers that software loads. An exit may have come at once: `run` says so.
    package mutating func enterNonRoot(_ guest: CPU, launch: Bool) {
        for register in 0..<Architecture.stackPointer { cpu.registers[register] = guest.registers[register] }
        if cpu[.cr2] != guest[.cr2] {
            charge(.instruction(.controlWrite), to: .dispatch)
            cpu[.cr2] = guest[.cr2]
        }
        accessTick = nil
        let result = enterNonRoot(launch: launch)
        precondition(result == .left, "the processor refused the VMCS: \(result)")
    }

    /// The registers that software saves after an exit. (cr2 stays where it is: nothing that the monitor does changes it.)
    package func saveGuestRegisters(to cpu: inout CPU) {
        for register in 0..<Architecture.stackPointer { cpu.registers[register] = self.cpu.registers[register] }
        cpu[.cr2] = self.cpu[.cr2]
    }

    package var isInNonRootMode: Bool { root.isGuest }

    /// How the guest came to its last triple fault.
    package var guestTripleFault: FaultReport? { root.tripleFault }

}

extension VirtualMachine {
    /// The guest's processor has given up.
    package mutating func stop(_ report: FaultReport) { finalStop = .tripleFault(report) }

    /// The guest has taken an interrupt.
    package mutating func acknowledge(_ vector: UInt8) {
        counters.interrupts &+= 1
        bus.acknowledge(vector)
    }
}
