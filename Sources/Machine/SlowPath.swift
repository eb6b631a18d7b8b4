import ISA

// What the loop leaves to slower code: misses, faults, everything privileged. Each instruction is finished here whole.
extension Host {
    /// Executes the instruction at `cpu.pc`, which the loop has not counted yet. Returns whether the loop may go on; if
    /// not, `run` looks at what is due.
    @inline(never)
    mutating func executeSlow(_ op: Op) -> Bool {
        if let fault = perform(op) {
            raise(fault)
            return false
        }
        return finalStop == nil && monitorEntry == nil && vmExit == nil && !cpu.halted && !cpu.trace && !cpu.interruptShadow
            && deliverableInterrupt == nil && exitBetweenInstructions == nil
    }

    /// Counts the instruction as done and charges it. Called when no fault is possible any more, before its effect on
    /// the ring.
    mutating func complete(_ op: Op, retires: Bool = true) {
        // Else it is counted when the monitor has carried it out, or with another word of its translation.
        let role = ChargeTable.role(op.charge)
        if retires, role.retires {
            retire()
            if cpu.inStrip, guestMap == nil {
                counters.retiredTranslated &+= 1
                if role != .identical { counters.retiredChanged &+= 1 }
                if role == .emulationEnd { counters.retiredEmulated &+= 1 }
                if role == .lookupEnd { counters.lookups &+= 1 }
            }
        }
        if guestMap != nil { return }
        let (cycles, crossing) = charges.cost(of: op)
        if crossing {
            emit(.charge, .charge(.primitive(.instruction(op.code.row.cost)), count: 1, cycles: cycles, .ringCrossings))
        }
        ledger.charge(cycles, to: crossing ? .ringCrossings : role.account ?? guestAccount)
        if role == .lookup || role == .lookupEnd { counters.lookupCycles &+= cycles }
    }

    mutating func retire() {
        if cpu.ring == 3 { counters.retiredUser &+= 1 } else { counters.retiredKernel &+= 1 }
    }

    private mutating func perform(_ op: Op) -> Fault? {
        let instruction = op.code
        if cpu.ring != 0, isRefusedOutsideRing0(instruction) { return .protection(.privileged) }
        if root.isGuest, instructionExits(op) { return nil }
        if answersHypercalls { noteHole(instruction) }
        let next = cpu.pc &+ 4
        switch instruction {
        case .load: return load(op, .word)
        case .loadb: return load(op, .byte)
        case .loadh: return load(op, .half)
        case .loadsb: return load(op, .byte) { UInt32(bitPattern: Int32(Int8(truncatingIfNeeded: $0))) }
        case .loadsh: return load(op, .half) { UInt32(bitPattern: Int32(Int16(truncatingIfNeeded: $0))) }
        case .store: return store(op, .word)
        case .storeb: return store(op, .byte)
        case .storeh: return store(op, .half)
        case .push: return push(op, cpu.registers[Int(op.d)], then: next)
        case .pop:
            return pop(op) { host, value in
                host.cpu.registers[Int(op.d)] = value
                host.cpu.pc = next
            }
        case .call: return push(op, next, then: cpu.pc &+ UInt32(bitPattern: op.immediate << 2))
        case .callr:
            if let fault = push(op, next, then: cpu.registers[Int(op.a)]) { return fault }
            endStrip()
            return nil
        case .ret:
            return pop(op) { host, value in
                host.cpu.pc = value
                host.endStrip()
            }
        case .div, .mod, .idiv, .imod: return Fault(.divide)

        case .int: return software(op, UInt8(op.immediate))
        case .brk:
            if breakpointExits() { return nil }
            return software(op, Vector.breakpoint.rawValue)
        case .iret: return returnFromTrap(op)
        case .hcall: return hypercall(op)
        case .syscall: return systemCall(op)
        case .sysret:
            complete(op)
            emit(.ring, .ringReturn(to: 3))
            restoreFlags(cpu.registers[Architecture.systemCallFlags])
            cpu.pc = cpu.registers[Architecture.systemCallReturn]
            cpu.sp = cpu.registers[Architecture.systemCallStack]
            cpu.ring = 3
            endStrip()
            return nil

        case .pushf: return push(op, cpu.flags, then: next)
        case .popf:
            return pop(op) { host, value in
                host.restoreFlags(value)
                host.cpu.pc = next
            }
        case .sidt: return set(op, cpu.trapTable)
        case .smsw: return set(op, visibleCR0)
        case .rdring: return set(op, UInt32(cpu.ring))

        case .hlt:
            complete(op)
            cpu.pc = next
            cpu.halted = true
            // The trap that follows a traced instruction wakes it, interrupts or not.
            if !cpu.interruptsEnabled, !cpu.trace, !hostWakesGuest { finalStop = .halt }
            return nil
        case .cli:
            complete(op)
            cpu.interruptsEnabled = false
        case .sti:
            complete(op)
            cpu.interruptShadow = !cpu.interruptsEnabled
            cpu.interruptsEnabled = true
        case .lidt:
            let table = cpu.registers[Int(op.a)]
            guard table % Architecture.gateSize == 0 else { return .protection(.control) }
            complete(op)
            cpu.trapTable = table
        case .inp: readPort(op, UInt16(truncatingIfNeeded: op.immediate))
        case .inr: readPort(op, UInt16(truncatingIfNeeded: cpu.registers[Int(op.a)]))
        case .outp: writePort(op, UInt16(truncatingIfNeeded: op.immediate))
        case .outr: writePort(op, UInt16(truncatingIfNeeded: cpu.registers[Int(op.a)]))
        case .movfcr:
            return set(op, op.a == ControlRegister.cr0.rawValue ? visibleCR0 : cpu.control[Int(op.a & 15)])
        case .movtcr: if let fault = writeControl(op) { return fault }
        case .invlpg:
            complete(op)
            invalidate(cpu.registers[Int(op.a)])

        case .rdtsc:
            let time = now
            complete(op)
            cpu.registers[Int(op.d)] = UInt32(truncatingIfNeeded: time)
            cpu.registers[Int(op.a)] = UInt32(truncatingIfNeeded: time >> 32)
        case .cpuid:
            return set(op, identification(leaf: cpu.registers[Int(op.a)]))

        case .mload, .mloads: return cpu.inStrip ? load(op, .word, monitor: true) : Fault(.undefined)
        case .mstore, .mstores: return cpu.inStrip ? store(op, .word, monitor: true) : Fault(.undefined)
        case .mjmp:
            guard cpu.inStrip else { return Fault(.undefined) }
            complete(op)
            cpu.pc = cpu.registers[Int(op.a)]
            return nil

        case .vmxon, .vmxoff, .vmclear, .vmptrld, .vmread, .vmwrite, .vmlaunch, .vmresume, .vmcall, .invept, .invvpid:
            return executeRootMode(op)

        default: return Fault(.undefined)
        }
        cpu.pc = next
        return nil
    }

    private func isRefusedOutsideRing0(_ instruction: Instruction) -> Bool {
        switch instruction {
        case .rdtsc, .cpuid: cpu[.cr0] & CR0.trapTime != 0
        default: privileged[Int(instruction.rawValue)]
        }
    }

    /// Remembers the first instruction that misleads a deprivileged kernel instead of trapping.
    private mutating func noteHole(_ instruction: Instruction) {
        guard Self.misleading[Int(instruction.rawValue)], firstHole == nil, cpu.ring == 1, let word = peekWord(cpu.pc) else {
            return
        }
        firstHole = UsedHole(pc: cpu.pc, word: word)
    }

    /// By opcode: holes that a ported kernel does without. (Its iret leads outward, and that is what it means.)
    private static let misleading: [Bool] = (UInt8.min...UInt8.max).map { number in
        guard let row = Instruction(rawValue: number)?.row else { return false }
        return row.privilege == .hole && row.paravirtual != .gate
    }

    private mutating func set(_ op: Op, _ value: UInt32) -> Fault? {
        complete(op)
        cpu.registers[Int(op.d)] = value
        cpu.pc &+= 4
        return nil
    }

    private func identification(leaf: UInt32) -> UInt32 {
        switch leaf {
        case CPUIDLeaf.basic: CPUIDLeaf.ramSize
        case 1...3: CPUIDLeaf.name[Int(leaf) - 1]
        case CPUIDLeaf.features: guestMap == nil ? model.featureBits : model.featureBits & ~CPUIDLeaf.featuresOfRootMode
        case CPUIDLeaf.ramSize: UInt32(guestMap?.size ?? memory.size)
        case CPUIDLeaf.hypervisor: guestMap == nil ? 0 : CPUIDLeaf.hypervisorName
        default: 0
        }
    }

    /// Interrupts that the host waits for end a guest's `hlt`, whatever its interrupt flag.
    var hostWakesGuest: Bool { root.isGuest && root.settings.has(VMCSControls.externalInterruptExiting) }

    // MARK: Memory

    private func address(_ op: Op) -> UInt32 {
        switch op.code {
        case .mloads, .mstores: return Architecture.stripBase &+ UInt32(bitPattern: op.immediate)
        default: return cpu.registers[Int(op.a)] &+ UInt32(bitPattern: op.immediate)
        }
    }

    private mutating func load(_ op: Op, _ width: Width, monitor: Bool = false, extend: (UInt32) -> UInt32 = { $0 }) -> Fault? {
        let address = address(op)
        guard address & (width.rawValue - 1) == 0 else { return .protection(.alignment) }
        let place = translate(address, .read, ring: cpu.ring, monitor: monitor)
        if case .fault(let fault) = place { return fault }
        let value = extend(read(place, width))
        complete(op)
        cpu.registers[Int(op.d)] = value
        cpu.pc &+= 4
        return nil
    }

    private mutating func store(_ op: Op, _ width: Width, monitor: Bool = false) -> Fault? {
        let address = address(op)
        guard address & (width.rawValue - 1) == 0 else { return .protection(.alignment) }
        let place = translate(address, .write, ring: cpu.ring, monitor: monitor)
        if case .fault(let fault) = place { return fault }
        write(place, width, cpu.registers[Int(op.d)])
        complete(op)
        cpu.pc &+= 4
        return nil
    }

    private mutating func push(_ op: Op, _ value: UInt32, then pc: UInt32) -> Fault? {
        let address = cpu.sp &- 4
        guard address & 3 == 0 else { return .protection(.alignment) }
        let place = translate(address, .write, ring: cpu.ring)
        if case .fault(let fault) = place { return fault }
        write(place, .word, value)
        complete(op)
        cpu.sp = address
        cpu.pc = pc
        return nil
    }

    private mutating func pop(_ op: Op, _ finish: (inout Host, UInt32) -> Void) -> Fault? {
        switch hardwareRead(cpu.sp, ring: cpu.ring) {
        case .failure(let fault): return fault
        case .success(let value):
            complete(op)
            cpu.sp &+= 4
            finish(&self, value)
            return nil
        }
    }

    private mutating func read(_ place: Translation, _ width: Width) -> UInt32 {
        switch place {
        case .ram(let offset):
            switch countReference(width) {
            case .byte: UInt32(memory.byte(offset))
            case .half: UInt32(memory.half(offset))
            case .word: memory.word(offset)
            }
        case .outside(let physical): readOutside(physical, width)
        case .fault: preconditionFailure("a fault is not a place")
        }
    }

    mutating func write(_ place: Translation, _ width: Width, _ value: UInt32) {
        switch place {
        case .ram(let offset):
            switch countReference(width) {
            case .byte: memory.setByte(offset, UInt8(truncatingIfNeeded: value))
            case .half: memory.setHalf(offset, UInt16(truncatingIfNeeded: value))
            case .word: memory.setWord(offset, value)
            }
            written(offset)
        case .outside(let physical):
            countDeviceAccess()
            if guestMap != nil { deviceWrites.append(DeviceWrite(address: physical, width: width, value: value & width.ones)) }
            withDevices { $0.writeMemory(physical, width, value, &$1) }
            emit(.device, .deviceWrite(address: physical, value: value & width.ones))
        case .fault: preconditionFailure("a fault is not a place")
        }
    }

    private mutating func countReference(_ width: Width) -> Width {
        references &+= 1
        return width
    }

    mutating func readOutside(_ physical: UInt32, _ width: Width) -> UInt32 {
        countDeviceAccess()
        let value = withDevices { $0.readMemory(physical, width, &$1) }
        emit(.device, .deviceRead(address: physical, value: value))
        return value
    }

    private mutating func countDeviceAccess() {
        counters.deviceMemoryAccesses &+= 1
        charge(.deviceMemory)
    }

    // MARK: Ports and control registers

    private mutating func readPort(_ op: Op, _ port: UInt16) {
        counters.portAccesses &+= 1
        let value = withDevices { $0.readPort(port, &$1) }
        emit(.device, .portRead(port: port, value: value))
        complete(op)
        cpu.registers[Int(op.d)] = value
    }

    private mutating func writePort(_ op: Op, _ port: UInt16) {
        counters.portAccesses &+= 1
        let value = cpu.registers[Int(op.d)]
        withDevices { $0.writePort(port, value, &$1) }
        emit(.device, .portWrite(port: port, value: value))
        complete(op)
    }

    private mutating func writeControl(_ op: Op) -> Fault? {
        guard let register = ControlRegister(rawValue: op.d) else { return Fault(.undefined) }
        var value = cpu.registers[Int(op.a)]
        if register == .cr0, root.isGuest {
            // The bits that the host owns stay.
            value = cpu[.cr0] & root.settings.cr0Mask | value & ~root.settings.cr0Mask
        }
        let rootModeRefused = register == .cr0 && value & CR0.rootMode != 0 && !(model.rootMode && guestMap == nil)
        let rootModeInUse = register == .cr0 && root.isOn && !root.isGuest && value & CR0.rootMode == 0
        guard value & ~register.writable == 0, !rootModeRefused, !rootModeInUse,
            register != .limit || value <= Architecture.stripBase
        else {
            return .protection(.control)
        }
        complete(op)
        let old = cpu[register]
        cpu[register] = value
        switch register {
        case .cr3: flushTLB()
        case .cr0 where (old ^ value) & (CR0.paging | CR0.middleRings) != 0: flushTLB()
        case .limit: forgetTranslations()
        default: break
        }
        return nil
    }

    // MARK: Crossing rings

    private mutating func software(_ op: Op, _ vector: UInt8) -> Fault? {
        let (ring, next) = (cpu.ring, cpu.pc &+ 4)
        if let fault = enterGate(vector, error: 0, returnTo: next, software: true) { return fault }
        // Counted where it was executed, not where it led to.
        let target = cpu.ring
        cpu.ring = ring
        complete(op)
        cpu.ring = target
        return nil
    }

    private mutating func systemCall(_ op: Op) -> Fault? {
        guard cpu.ring == 3, cpu[.sysentry] != 0 else { return Fault(.undefined) }
        let start = ledger.clock
        complete(op, retires: !ring0IsMonitors)
        counters.systemCalls &+= 1
        emit(.ring, .systemCall)
        cpu.registers[Architecture.systemCallFlags] = cpu.flags
        cpu.registers[Architecture.systemCallReturn] = cpu.pc &+ 4
        cpu.registers[Architecture.systemCallStack] = cpu.sp
        cpu.sp = cpu[.sp0]
        cpu.interruptsEnabled = false
        cpu.trace = false
        cpu.ring = 0
        cpu.pc = cpu[.sysentry]
        endStrip()
        if ring0IsMonitors { monitorEntry = MonitorEntry(kind: .systemCall, cycle: start) }
        return nil
    }
}
