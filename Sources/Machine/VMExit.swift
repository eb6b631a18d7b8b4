import ISA

// The way out of non-root mode: what leads there, and what it leaves in the VMCS.
extension Host {
    // MARK: Between instructions

    /// What leaves non-root mode before the next instruction.
    var exitBetweenInstructions: VMExitReason? {
        guard root.isGuest else { return nil }
        let settings = root.settings
        if settings.has(VMCSControls.externalInterruptExiting), let vector = bus.pendingVector,
            UInt32(vector >> 4) > physicalTaskPriority
        {
            return .externalInterrupt
        }
        if settings.has(VMCSControls.taskPriorityShadow), cpu[.cr8] < settings.taskPriorityThreshold {
            return .taskPriorityBelowThreshold
        }
        if settings.has(VMCSControls.interruptWindowExiting), cpu.interruptsEnabled, !cpu.interruptShadow {
            return .interruptWindow
        }
        return nil
    }

    /// What holds interrupts of the host's devices back.
    var physicalTaskPriority: UInt32 {
        root.isGuest && root.settings.has(VMCSControls.taskPriorityShadow) ? root.hostTaskPriority : cpu[.cr8]
    }

    mutating func exitBetween(_ reason: VMExitReason) {
        var event: UInt32 = 0
        if reason == .externalInterrupt, root.settings.has(VMCSControls.acknowledgeInterrupt), let vector = bus.pendingVector {
            bus.acknowledge(vector)
            counters.interrupts &+= 1
            event = VMCSEvent.valid | VMCSEvent.Kind.interrupt.rawValue << VMCSEvent.kindShift | UInt32(vector)
        }
        exit(reason, event: event)
    }

    // MARK: Instead of an instruction

    /// Leaves non-root mode if the instruction does so there. Its privilege has been checked.
    mutating func instructionExits(_ op: Op) -> Bool {
        let settings = root.settings
        switch Self.exitControls[Int(op.code.rawValue)] {
        case .never: return false
        case .always: exit(.of(op.code), length: 4)
        case .hlt:
            guard settings.has(VMCSControls.hltExiting) else { return false }
            exit(.hlt, length: 4)
        case .invlpg:
            guard settings.has(VMCSControls.invlpgExiting) else { return false }
            exit(.invlpg, cpu.registers[Int(op.a & 15)], length: 4)
        case .rdtsc:
            guard settings.has(VMCSControls.rdtscExiting) else { return false }
            exit(.rdtsc, length: 4)
        case .ioBitmap:
            let (port, isRead, register) = portAccess(op)
            guard settings.has(VMCSControls.ioExiting) || settings.has(VMCSControls.ioBitmap) && portIsInBitmap(port) else {
                return false
            }
            exit(.io, UInt32(port) << 16 | UInt32(register) << 8 | (isRead ? 1 << 3 : 0), length: 4)
        case .controlRegister:
            let isRead = op.code == .movfcr
            guard controlAccessExits(op, isRead) else { return false }
            let (number, register) = isRead ? (op.a, op.d) : (op.d, op.a)
            exit(.controlRegister, UInt32(number & 15) | (isRead ? 1 << 4 : 0) | UInt32(register & 15) << 8, length: 4)
        }
        return true
    }

    private static let exitControls = (0...UInt8.max).map { (Instruction(rawValue: $0) ?? .ud).row.exit }

    private func portAccess(_ op: Op) -> (port: UInt16, isRead: Bool, register: UInt8) {
        let immediate = UInt16(truncatingIfNeeded: op.immediate)
        let indirect = UInt16(truncatingIfNeeded: cpu.registers[Int(op.a & 15)])
        return switch op.code {
        case .inp: (immediate, true, op.d & 15)
        case .inr: (indirect, true, op.d & 15)
        case .outp: (immediate, false, op.d & 15)
        default: (indirect, false, op.d & 15)
        }
    }

    private func portIsInBitmap(_ port: UInt16) -> Bool {
        physicalWord(root.settings.ioBitmap &+ UInt32(port >> 5) * 4) & 1 << UInt32(port & 31) != 0
    }

    private func controlAccessExits(_ op: Op, _ isRead: Bool) -> Bool {
        let settings = root.settings
        switch ControlRegister(rawValue: isRead ? op.a : op.d) {
        case .cr0:
            return !isRead && (cpu.registers[Int(op.a & 15)] ^ settings.cr0Shadow) & settings.cr0Mask != 0
        case .cr3: return settings.has(isRead ? VMCSControls.tableBaseStoreExiting : VMCSControls.tableBaseLoadExiting)
        case .cr8: return settings.has(isRead ? VMCSControls.taskPriorityStoreExiting : VMCSControls.taskPriorityLoadExiting)
        default: return false
        }
    }

    // MARK: Instead of a fault

    /// Leaves non-root mode if the fault does so there. `event` is what was being delivered when it was raised, if anything.
    mutating func faultExits(_ fault: Fault, delivering event: UInt32 = 0, error: UInt32 = 0) -> Bool {
        guard root.isGuest else { return false }
        guard fault.nested != nil || faultIsInBitmap(fault) else { return false }
        exit(fault, delivering: event, error: error)
        return true
    }

    /// `brk` is a trap that software asks for: it exits before it is executed, to be delivered as a software event.
    mutating func breakpointExits() -> Bool {
        guard root.isGuest, faultIsInBitmap(Fault(.breakpoint)) else { return false }
        let kind = VMCSEvent.Kind.software.rawValue << VMCSEvent.kindShift
        exit(.exception, length: 4, event: VMCSEvent.valid | kind | UInt32(Vector.breakpoint.rawValue))
        return true
    }

    private func faultIsInBitmap(_ fault: Fault) -> Bool {
        let settings = root.settings
        let isNamed = fault.vector < 32 && settings.exceptionBitmap & 1 << UInt32(fault.vector) != 0
        guard fault.vector == Vector.pageFault.rawValue else { return isNamed }
        return isNamed == (fault.error & settings.pageFaultMask == settings.pageFaultMatch)
    }

    mutating func exit(_ fault: Fault, delivering event: UInt32, error: UInt32) {
        self[.vectoringEvent] = event
        self[.vectoringError] = error
        if let nested = fault.nested {
            self[.guestPhysical] = nested.guestPhysical
            self[.guestLinear] = nested.linear
            exit(
                nested.qualification == nil ? .nestedMisconfiguration : .nestedViolation, nested.qualification ?? 0, vectoring: true
            )
        } else {
            self[.exitError] = fault.error
            exit(.exception, fault.address ?? 0, event: Self.event(fault), vectoring: true)
        }
    }

    /// A fault as the VMCS holds events.
    static func event(_ fault: Fault) -> UInt32 {
        VMCSEvent.valid | VMCSEvent.Kind.exception.rawValue << VMCSEvent.kindShift | UInt32(fault.vector)
    }

    // MARK: Leaving

    /// Leaves non-root mode. `vectoring`: what was being delivered has been noted already.
    mutating func exit(
        _ reason: VMExitReason, _ qualification: UInt32 = 0, length: UInt32 = 0, event: UInt32 = 0, vectoring: Bool = false
    ) {
        let start = ledger.clock
        charge(.vmexit)
        charge(.transitionRefill)
        counters.vmExits &+= 1
        if !interruptedDelivery.isEmpty { interruptedDelivery = [] }
        tell(reason, qualification, length, event, vectoring)
        saveGuest()
        leaveForHost(reason, since: start)
    }

    /// Writes what an exit tells. `saveGuest`, which follows, sees to who watches the page.
    private func tell(_ reason: VMExitReason, _ qualification: UInt32, _ length: UInt32, _ event: UInt32, _ vectoring: Bool) {
        let start = fieldsPlace
        func set(_ field: VMCSField, _ value: UInt32) { memory.setWord(start + 4 * Int(field.rawValue), value) }
        set(.exitReason, reason.rawValue)
        set(.qualification, qualification)
        set(.instructionLength, length)
        set(.exitEvent, event)
        if !vectoring { set(.vectoringEvent, 0) }
        set(.entryEvent, self[.entryEvent] & ~VMCSEvent.valid)
    }

    private mutating func saveGuest() {
        saveGuestRegisters()
        if root.settings.has(VMCSControls.taskPriorityShadow) {
            self[.guestCR8] = cpu[.cr8]
            cpu[.cr8] = root.hostTaskPriority
        }
        lookasideKeys.1 = lookasideKey
    }

    /// Goes on in root mode, or has `run` end where a monitor owns it.
    mutating func leaveForHost(_ reason: VMExitReason, since start: UInt64) {
        emit(.monitor, .vmExit(reason: reason))
        cpu.arithmetic = ArithmeticFlags(bits: 0)
        cpu.interruptsEnabled = false
        cpu.trace = false
        cpu.halted = false
        cpu.interruptShadow = false
        cpu.ring = 0
        loadHostRegisters()
        changeMode(isGuest: false, space: .root)
        if isMonitored { vmExit = VMExit(cycle: start) }
    }
}

extension VMExitReason {
    /// The reason of an instruction that always exits.
    fileprivate static func of(_ instruction: Instruction) -> VMExitReason {
        switch instruction {
        case .cpuid: .cpuid
        case .hcall: .hcall
        case .vmclear: .vmclear
        case .vmlaunch: .vmlaunch
        case .vmptrld: .vmptrld
        case .vmread: .vmread
        case .vmresume: .vmresume
        case .vmwrite: .vmwrite
        case .vmxoff: .vmxoff
        case .vmxon: .vmxon
        case .vmcall: .vmcall
        case .invept: .invept
        case .invvpid: .invvpid
        default: preconditionFailure("\(instruction) does not always exit")
        }
    }
}
