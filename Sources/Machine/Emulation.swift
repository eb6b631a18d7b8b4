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
        /// What it wrote to the memory of the guest's devices.
        package var deviceWrites: [DeviceWrite] = []
    }

    /// Executes the guest's next instruction, with all that may come of it: faults, the trap after a traced one, power off.
    /// With `returnsFaults`, a fault or trap is the caller's to deliver.
    package mutating func emulate(_ machine: inout VirtualMachine, returnsFaults: Bool = false) -> Emulated {
        if clockMode == .guest { accessTick = now }
        return within(&machine) { host in
            let raised = host.raised
            var result = Emulated()
            host.returnsFaults = returnsFaults
            if case .some(let op) = host.fetchForEmulation() {
                result.decoded = op
                host.step()
            }
            if returnsFaults {
                result.fault = host.returnedFault
                (host.returnsFaults, host.returnedFault) = (false, nil)
            }
            result.faulted = host.raised != raised
            return host.finished(result)
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
            return host.finished(Emulated(faulted: true))
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
            return host.finished(Emulated())
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

    private func finished(_ result: Emulated) -> Emulated {
        var result = result
        result.references = references
        result.deviceWrites = deviceWrites
        return result
    }

    /// Makes the word at the guest's pc ready for the loop to execute by itself. The outer `nil`: that raised a fault; the
    /// inner: the word is undefined.
    private mutating func fetchForEmulation() -> Decoded?? {
        let pc = cpu.pc
        guard pc & 3 == 0 else {
            raise(.protection(.alignment))
            return .none
        }
        switch translate(pc, .fetch, ring: cpu.ring) {
        case .fault(let fault):
            raise(fault)
            return .none
        case .outside:
            fetch = Fetch(page: pc >> 12, frame: -1, ring: cpu.ring)
            fetchStart = code.empty
            return .some(nil)
        case .ram(let offset):
            references &+= 1
            fetch = Fetch(page: pc >> 12, frame: offset >> 12, ring: cpu.ring)
            let number = Int(pc >> 2 & 1023)
            let word = memory.word(offset)
            let op = Op(word: word, number: number)
            fetchStart = code.single(op, number: number, charge: charges.charges[Int(op.charge)])
            return .some(Decoded(word: word))
        }
    }

    /// Puts the virtual machine in the place of the real one.
    private mutating func within<R>(_ machine: inout VirtualMachine, _ body: (inout Host) -> R) -> R {
        let real = (fetch, fetchStart, isMonitored, counters.retiredUser, counters.retiredKernel)
        var noRootMode = RootMode()
        exchange(&machine)
        swap(&root, &noRootMode)
        let realBanks = banks
        banks = lookaside.none
        guestMap = machine.map
        isMonitored = false
        references = 0
        if !deviceWrites.isEmpty { deviceWrites = [] }
        (counters.retiredUser, counters.retiredKernel) = (real.3, real.4)
        let result = body(&self)
        let retired = (counters.retiredUser, counters.retiredKernel)
        guestMap = nil
        banks = realBanks
        swap(&root, &noRootMode)
        exchange(&machine)
        (fetch, fetchStart, isMonitored) = (real.0, real.1, real.2)
        (counters.retiredUser, counters.retiredKernel) = retired
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
