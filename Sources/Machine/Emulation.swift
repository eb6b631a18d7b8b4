import ISA

// One instruction, one trap, one interrupt carried out on a virtual machine. The host's own code does it, with the virtual
// processor, bus and memory in the place of the real ones, so that a guest under a monitor meets the same machine as on bare
// metal. Nothing is charged here: the caller charges the monitor's work, with `Emulated.references`.
extension Host {
    /// What emulating came to.
    package struct Emulated: Sendable {
        /// What was executed; `nil` if fetching it faulted or its word is undefined.
        package var decoded: Decoded?
        /// A fault or trap was delivered to the guest.
        package var faulted = false
        /// A fault or trap for the caller to deliver.
        package var fault: Fault?
        /// References to guest memory that it took.
        package var references: UInt64 = 0
        /// It wrote to a page whose writes are watched, or reached a device's memory.
        package var neededMonitor = false
        /// The bits of cr0 that it changed.
        package var changedCR0: UInt32 = 0
        /// What its register a held before.
        package var operand: UInt32 = 0
    }

    /// Executes the guest's next instruction, with all that may come of it: faults, the trap after a traced one, power off.
    /// With `returnsFaults`, a fault or trap is the caller's to deliver.
    package mutating func emulate(_ machine: inout VirtualMachine, returnsFaults: Bool = false) -> Emulated {
        if clockMode == .guest { accessTick = now }
        return within(&machine) { host in
            let (raised, cr0) = (host.raised, host.cpu[.cr0])
            var result = Emulated()
            host.returnsFaults = returnsFaults
            if let word = host.fetchForEmulation() {
                result.decoded = Decoded(word: word)
                if let decoded = result.decoded { result.operand = host.cpu.registers[Int(decoded.a & 15)] }
                host.step(result.decoded)
            }
            if returnsFaults {
                result.fault = host.returnedFault
                (host.returnsFaults, host.returnedFault) = (false, nil)
            }
            result.faulted = host.raised != raised
            result.changedCR0 = host.cpu[.cr0] ^ cr0
            result.references = host.references
            return result
        }
    }

    /// Delivers a fault or trap to the guest, at its pc.
    package mutating func inject(_ fault: Fault, into machine: inout VirtualMachine) -> Emulated {
        accessTick = nil
        // A double fault that the processor was delivering when it left the guest.
        let before = fault.vector == Vector.doubleFault.rawValue ? interruptedDelivery : []
        interruptedDelivery = []
        return within(&machine) { host in
            host.raised &+= 1
            host.deliver(fault, before: before)
            return Emulated(faulted: true, references: host.references)
        }
    }

    /// Whether the guest has an interrupt that it can take now.
    package mutating func interruptWaits(in machine: inout VirtualMachine) -> Bool {
        within(&machine) { $0.deliverableInterrupt != nil }
    }

    /// Delivers the interrupt that waits.
    package mutating func deliverInterrupt(into machine: inout VirtualMachine) -> Emulated {
        accessTick = nil
        return within(&machine) { host in
            if let vector = host.deliverableInterrupt { host.deliverInterrupt(vector) }
            return Emulated(references: host.references)
        }
    }

    /// Lets the guest's devices do what is due.
    package mutating func advanceDevices(of machine: inout VirtualMachine) {
        within(&machine) { host in host.withDevices { _ = $0.advance(&$1) } }
    }

    /// What a guest's own tables say of an access: where it leads, or the fault it raises. Sets the bits that the hardware
    /// would set.
    package enum GuestTranslation: Sendable {
        /// A place in the host's RAM.
        case ram(Int)
        case outside
        case fault(Fault)
    }

    /// Walks the guest's tables for an access by a ring of its processor that the limit allows. Returns the references it
    /// took, too.
    package mutating func translate(
        _ address: UInt32, write: Bool, fetch: Bool, ring: UInt8, in machine: inout VirtualMachine
    ) -> (GuestTranslation, references: UInt64) {
        within(&machine) { host in
            switch host.translate(address, write ? .write : fetch ? .fetch : .read, ring: ring, monitor: true) {
            case .ram(let offset): (.ram(offset), host.references)
            case .outside: (.outside, host.references)
            case .fault(let fault): (.fault(fault), host.references)
            }
        }
    }

    /// The word at the guest's pc, all ones where no RAM is; `nil` if that raised a fault.
    private mutating func fetchForEmulation() -> UInt32? {
        let pc = cpu.pc
        guard pc & 3 == 0 else {
            raise(.protection(.alignment))
            return nil
        }
        switch translate(pc, .fetch, ring: cpu.ring) {
        case .fault(let fault):
            raise(fault)
            return nil
        case .outside:
            fetch = Fetch(page: pc >> 12, frame: -1, ring: cpu.ring)
            return ~0
        case .ram(let offset):
            references &+= 1
            fetch = Fetch(page: pc >> 12, frame: offset >> 12, ring: cpu.ring)
            return memory.word(offset)
        }
    }

    /// Executes a word that has been fetched: where only the slow path can and nobody listens, without the loop.
    private mutating func step(_ decoded: Decoded?) {
        let number = Int(cpu.pc >> 2 & 1023)
        let op = Op(decoded, number: number)
        if let decoded, !ChargeTable.isInline(decoded.cost), !events.mask.contains(.instruction) { return step(op) }
        fetchStart = fetch.frame < 0 ? code.empty : code.single(op, number: number, charge: charges.charges[Int(op.charge)])
        step()
    }

    /// Puts the virtual machine in the place of the real one.
    private mutating func within<R>(_ machine: inout VirtualMachine, _ body: (inout Host) -> R) -> R {
        let real = (fetch, fetchStart, isMonitored, banks)
        let rootMode = (root.isOn, root.isGuest, root.space)
        let retired = (counters.retiredUser, counters.retiredKernel)
        exchange(&machine)
        (root.isOn, root.isGuest, root.space) = (false, false, .root)
        banks = lookaside.none
        guestMap = machine.map
        isMonitored = false
        references = 0
        if !deviceWrites.isEmpty { deviceWrites = [] }
        (counters.retiredUser, counters.retiredKernel) = retired
        let result = body(&self)
        let nowRetired = (counters.retiredUser, counters.retiredKernel)
        guestMap = nil
        exchange(&machine)
        (fetch, fetchStart, isMonitored, banks) = real
        (root.isOn, root.isGuest, root.space) = rootMode
        (counters.retiredUser, counters.retiredKernel) = nowRetired
        return result
    }

    private mutating func exchange(_ machine: inout VirtualMachine) {
        swap(&cpu, &machine.cpu)
        swap(&bus, &machine.bus)
        swap(&counters, &machine.counters)
        swap(&finalStop, &machine.finalStop)
        swap(&tracedWrites, &machine.tracedWrites)
    }
}
