import ISA

extension Host {
    /// Raises a fault (or the debug trap) at `cpu.pc`. A fault while it is being delivered becomes a double fault; a fault
    /// while that is being delivered ends the machine. In non-root mode, any of them may exit instead.
    mutating func raise(_ fault: Fault) {
        if returnsFaults {
            returnedFault = fault
            return
        }
        raised &+= 1
        if !faultExits(fault) { deliver(fault, before: []) }
    }

    /// Delivers a fault. `before`: those that led to it, if it is a double fault that an exit has interrupted.
    mutating func deliver(_ fault: Fault, before: [Fault]) {
        precondition(fault.nested == nil, "not the guest's to see")
        let start = ledger.clock
        defer { monitorEntry?.cycle = start }
        let (pc, ring) = (cpu.pc, cpu.ring)
        let first = before.first ?? fault
        // What went wrong while something was delivered; empty as a rule.
        var chain = Array(before.dropFirst())
        var current = fault
        while true {
            // A delivery that is taken up again has left its address there already.
            if before.count <= chain.count, let address = (chain.last ?? first).address { cpu[.cr2] = address }
            charge(.exception)
            guard let next = enterGate(current.vector, error: current.error, returnTo: pc, software: false) else { return }
            if faultExits(next, delivering: Self.event(current), error: current.error) {
                if !chain.isEmpty { interruptedDelivery = [first] + chain }
                return
            }
            chain.append(next)
            if current.vector == Vector.doubleFault.rawValue { break }
            let before = current
            current = Fault(.doubleFault)
            if faultExits(current, delivering: Self.event(before), error: before.error) { return }
        }
        let report = FaultReport(chain: [first] + chain, pc: pc, ring: ring, word: peekWord(pc), cycle: ledger.clock)
        if root.isGuest {
            root.tripleFault = report
            exit(.tripleFault)
        } else {
            finalStop = .tripleFault(report)
        }
    }

    /// The vector that can be delivered now.
    var deliverableInterrupt: UInt8? {
        guard cpu.interruptsEnabled, !cpu.interruptShadow, let vector = bus.pendingVector,
            UInt32(vector >> 4) > physicalTaskPriority,
            !root.isGuest || !root.settings.has(VMCSControls.externalInterruptExiting)
        else { return nil }
        return vector
    }

    /// Delivers an interrupt. It is acknowledged only when its frame lies on the stack: a fault on the way there is an ordinary
    /// fault of the interrupted program, and the interrupt still waits.
    mutating func deliverInterrupt(_ vector: UInt8) {
        let start = ledger.clock
        defer { monitorEntry?.cycle = start }
        charge(.interrupt)
        let pc = cpu.pc
        if let fault = enterGate(vector, error: 0, returnTo: pc, software: false) {
            raise(fault)
        } else {
            counters.interrupts &+= 1
            bus.acknowledge(vector)
        }
    }

    /// Goes through the trap table. Nothing has changed if it returns a fault.
    mutating func enterGate(_ vector: UInt8, error: UInt32, returnTo pc: UInt32, software: Bool) -> Fault? {
        let place = cpu.trapTable &+ UInt32(vector) * Architecture.gateSize
        let handler: UInt32
        let bits: UInt32
        switch hardwareRead(place, ring: 0, monitor: ring0IsMonitors) {
        case .success(let word): handler = word
        case .failure(let fault): return fault
        }
        switch hardwareRead(place &+ 4, ring: 0, monitor: ring0IsMonitors) {
        case .success(let word): bits = word
        case .failure(let fault): return fault
        }
        if let refusal = refusal(bits, vector, software: software) { return refusal }

        let target = UInt8(bits >> Gate.targetShift & 3)
        let fresh = target < cpu.ring || bits & Gate.freshStack != 0
        let top = fresh ? cpu[Self.stackRegisters[Int(target)]] : cpu.sp
        let frame: InlineArray<4, UInt32> = [pc, cpu.flags | UInt32(cpu.ring) << Flags.ringShift, cpu.sp, error]
        if let fault = push(frame, below: top, ring: target) { return fault }

        if software || vector < 32 { counters.traps[Int(vector)] &+= 1 }
        emit(.trap, vector < 32 || software ? .trap(vector: vector, error: error) : .interrupt(vector: vector))
        cpu.sp = top &- Frame.size
        cpu.ring = target
        if bits & Gate.keepInterrupts == 0 { cpu.interruptsEnabled = false }
        cpu.trace = false
        cpu.interruptShadow = false
        // Whatever comes wakes a processor that waits, the debug trap after a traced hlt included.
        cpu.halted = false
        cpu.pc = handler
        endStrip()
        if ring0IsMonitors, target == 0 {
            let isInterrupt = vector >= 32 && !software
            monitorEntry = MonitorEntry(
                kind: isInterrupt ? .interrupt(vector: vector) : .trap(vector: vector, error: error), cycle: ledger.clock)
        }
        return nil
    }

    /// `hcall`: like a trap through a gate that leads to the hypervisor, and only from ring 1.
    mutating func hypercall(_ op: Op) -> Fault? {
        guard answersHypercalls, cpu.ring == 1 else { return Fault(.undefined) }
        let start = ledger.clock
        let number = UInt16(truncatingIfNeeded: op.immediate)
        let frame: InlineArray<4, UInt32> = [cpu.pc &+ 4, cpu.flags | 1 << Flags.ringShift, cpu.sp, UInt32(number)]
        if let fault = push(frame, below: cpu[.sp0], ring: 0) { return fault }
        complete(op)
        emit(.ring, .hypercall(number: number))
        cpu.sp = cpu[.sp0] &- Frame.size
        cpu.ring = 0
        cpu.interruptsEnabled = false
        cpu.trace = false
        cpu.pc = cpu.trapTable
        endStrip()
        monitorEntry = MonitorEntry(kind: .hypercall(number), cycle: start)
        return nil
    }

    private static let stackRegisters: [ControlRegister] = [.sp0, .sp1, .sp2]

    /// Why a gate cannot be used; `nil` if it can.
    private func refusal(_ bits: UInt32, _ vector: UInt8, software: Bool) -> Fault? {
        if bits & Gate.present == 0 { return .protection(.gateAbsent, gate: vector) }
        let target = UInt8(bits >> Gate.targetShift & 3)
        let reservedTarget = (target == 1 || target == 2) && !cpu.middleRingsAllowed
        // Ring 3 has no stack register, so a gate to it cannot ask for a fresh stack.
        let stackless = target == 3 && bits & Gate.freshStack != 0
        if bits & ~Gate.all != 0 || reservedTarget || stackless || target > cpu.ring {
            return .protection(.gateReserved, gate: vector)
        }
        if software, UInt32(cpu.ring) > bits >> Gate.callerShift & 3 { return .protection(.gateRing, gate: vector) }
        return nil
    }

    /// Writes words below `top`, the last the highest, all or none.
    mutating func push(_ words: InlineArray<4, UInt32>, below top: UInt32, ring: UInt8) -> Fault? {
        // As a rule all lie on one page that can be written at once.
        let bottom = top &- Frame.size
        if bottom & 3 == 0, bottom & 0xfff <= 0x1000 - Frame.size {
            let entry = banks.bank(ring: ring, monitor: ring0IsMonitors && ring == 0)[bottom]
            if entry.writeTag == bottom & PTE.frame {
                for index in words.indices { entry.setWord(bottom + UInt32(4 * index), words[index]) }
                return nil
            }
        }
        var places = InlineArray<4, Translation>(repeating: .ram(0))
        for index in words.indices.reversed() {
            let address = top &- UInt32(4 * (words.count - index))
            guard address & 3 == 0 else { return .protection(.alignment) }
            let place = translate(address, .write, ring: ring, monitor: ring0IsMonitors && ring == 0)
            if case .fault(let fault) = place { return fault }
            places[index] = place
        }
        for index in words.indices.reversed() { write(places[index], .word, words[index]) }
        return nil
    }

    enum Read {
        case success(UInt32)
        case failure(Fault)
    }

    /// A read by the hardware itself, with the rights of a ring.
    mutating func hardwareRead(_ address: UInt32, ring: UInt8, monitor: Bool = false) -> Read {
        guard address & 3 == 0 else { return .failure(.protection(.alignment)) }
        let entry = banks.bank(ring: ring, monitor: monitor)[address]
        if entry.readTag == address & PTE.frame { return .success(entry.word(address)) }
        switch translate(address, .read, ring: ring, monitor: monitor) {
        case .ram(let offset):
            references &+= 1
            return .success(memory.word(offset))
        case .outside(let physical): return .success(readOutside(physical, .word))
        case .fault(let fault): return .failure(fault)
        }
    }

    /// Takes back a trap frame: `iret`. Returns a fault, with nothing changed, or the way out.
    mutating func returnFromTrap(_ op: Op) -> Fault? {
        var words = InlineArray<4, UInt32>(repeating: 0)
        for index in words.indices {
            switch hardwareRead(cpu.sp &+ 4 * UInt32(index), ring: cpu.ring) {
            case .success(let word): words[index] = word
            case .failure(let fault): return fault
            }
        }
        let ring = UInt8(words[1] >> Flags.ringShift & 3)
        if ring < cpu.ring { return .protection(.returnInward) }
        if ring == 1 || ring == 2, !cpu.middleRingsAllowed { return .protection(.ringReserved) }
        complete(op)
        emit(.ring, .ringReturn(to: ring))
        restoreFlags(words[1])
        cpu.pc = words[0]
        cpu.sp = words[2]
        cpu.ring = ring
        endStrip()
        return nil
    }

    /// FLAGS from memory or a register. Outside ring 0 IF keeps its value, silently: the most famous hole of x86.
    mutating func restoreFlags(_ value: UInt32) {
        let interrupts = cpu.ring == 0 ? value & Flags.interrupt != 0 : cpu.interruptsEnabled
        cpu.flags = value & Flags.all & ~Flags.interrupt | (interrupts ? Flags.interrupt : 0)
    }
}
