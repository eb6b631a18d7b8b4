import ISA

// The way into non-root mode: the VMCS is checked, the guest's processor is loaded from it, an event is delivered.
extension Host {
    /// `vmlaunch` or `vmresume`.
    mutating func enterNonRoot(launch: Bool) -> RootModeResult {
        guard let current = root.current else { return .noVMCS }
        let launched = physicalWord(current + VMCSRegion.launchState) != 0
        if launch, launched { return .failed(.launchNotClear) }
        if !launch, !launched { return .failed(.resumeNotLaunched) }
        guard controlsAreValid else { return .failed(.invalidControls) }
        guard hostStateIsValid else { return .failed(.invalidHostState) }
        charge(.instruction(.vmentry))
        charge(.transitionRefill)
        readHostRegisters()
        if let field = invalidGuestField {
            self[.exitReason] = VMExitReason.invalidGuestState.rawValue | VMExitReason.entryFailed
            self[.qualification] = field.rawValue
            leaveForHost(.invalidGuestState, since: ledger.clock)
            return .left
        }
        if launch { writePhysicalWord(current + VMCSRegion.launchState, 1) }
        loadGuest()
        emit(.monitor, .vmEntry)
        let event = self[.entryEvent]
        if event & VMCSEvent.valid != 0 { deliverEntryEvent(event) }
        return .left
    }

    // MARK: Checks

    private var controlsAreValid: Bool {
        let controls = self[.controls]
        func isOn(_ control: UInt32) -> Bool { controls & control != 0 }
        if controls & ~VMCSControls.all != 0 { return false }
        if isOn(VMCSControls.nestedPaging), !model.nestedPaging || self[.nestedTable] & ~NestedPTE.frame != 0 { return false }
        if isOn(VMCSControls.vpid), !model.vpid || !(1...UInt32(UInt16.max)).contains(self[.vpid]) { return false }
        if isOn(VMCSControls.ioBitmap), self[.ioBitmap] & 0xfff != 0 { return false }
        if isOn(VMCSControls.taskPriorityShadow), !model.taskPriorityShadow || self[.taskPriorityThreshold] > 15 { return false }
        if isOn(VMCSControls.acknowledgeInterrupt), !isOn(VMCSControls.externalInterruptExiting) { return false }
        return eventIsValid
    }

    private var eventIsValid: Bool {
        let event = self[.entryEvent]
        if event & VMCSEvent.valid == 0 { return true }
        guard event & ~VMCSEvent.all == 0 else { return false }
        switch VMCSEvent.Kind(rawValue: event >> VMCSEvent.kindShift & 7) {
        case .interrupt: return event & 0xff >= 32
        case .exception: return event & 0xff < 32
        case .software: return self[.entryInstructionLength] == 4
        case nil: return false
        }
    }

    private var hostStateIsValid: Bool {
        // Else the host could not even read why it was entered.
        Self.isValid(cr0: self[.hostCR0]) && self[.hostCR0] & CR0.rootMode != 0 && self[.hostCR3] & ~PTE.frame == 0
            && Self.isValid(limit: self[.hostLimit])
            && self[.hostSysentry] & 3 == 0 && self[.hostTrapTable] % Architecture.gateSize == 0
    }

    private static func isValid(cr0: UInt32) -> Bool { cr0 & ~CR0.all == 0 }
    private static func isValid(limit: UInt32) -> Bool { limit & ~PTE.frame == 0 && limit <= Architecture.stripBase }

    /// The first field of the guest's that no processor could have.
    private var invalidGuestField: VMCSField? {
        let (flags, cr0) = (self[.guestFlags], self[.guestCR0])
        let ring = flags >> Flags.ringShift & 3
        let controls = self[.controls]
        let event = self[.entryEvent]
        if flags & ~(Flags.all | 3 << Flags.ringShift) != 0 { return .guestFlags }
        if !Self.isValid(cr0: cr0) { return .guestCR0 }
        if ring == 1 || ring == 2, cr0 & CR0.middleRings == 0 { return .guestFlags }
        if self[.guestCR3] & ~PTE.frame != 0 { return .guestCR3 }
        if controls & VMCSControls.taskPriorityShadow != 0, self[.guestCR8] > 15 { return .guestCR8 }
        if !Self.isValid(limit: self[.guestLimit]) { return .guestLimit }
        if self[.guestSysentry] & 3 != 0 { return .guestSysentry }
        if self[.guestTrapTable] % Architecture.gateSize != 0 { return .guestTrapTable }
        let (activity, blocked) = (self[.guestActivity], self[.guestInterruptibility])
        if activity > 1 { return .guestActivity }
        if blocked > 1 || blocked == 1 && (flags & Flags.interrupt == 0 || activity == 1) { return .guestInterruptibility }
        let isInterrupt = event & VMCSEvent.valid != 0 && event >> VMCSEvent.kindShift & 7 == VMCSEvent.Kind.interrupt.rawValue
        if isInterrupt, flags & Flags.interrupt == 0 { return .guestFlags }
        return isInterrupt && blocked == 1 ? .guestInterruptibility : nil
    }

    // MARK: Loading

    private mutating func loadGuest() {
        lookasideKeys.0 = lookasideKey
        let controls = self[.controls]
        root.settings = VMCSSettings(
            controls: controls, exceptionBitmap: self[.exceptionBitmap], pageFaultMask: self[.pageFaultMask],
            pageFaultMatch: self[.pageFaultMatch], ioBitmap: self[.ioBitmap], cr0Mask: self[.cr0Mask],
            cr0Shadow: self[.cr0Shadow], taskPriorityThreshold: self[.taskPriorityThreshold])
        loadGuestRegisters()
        if controls & VMCSControls.taskPriorityShadow != 0 {
            root.hostTaskPriority = cpu[.cr8]
            cpu[.cr8] = self[.guestCR8]
        }
        changeMode(
            isGuest: true,
            space: AddressSpace(
                vpid: controls & VMCSControls.vpid != 0 ? UInt16(self[.vpid]) : 0,
                nestedTable: controls & VMCSControls.nestedPaging != 0 ? self[.nestedTable] : nil))
    }

    /// What every transition does to translations.
    /// The registers of the new mode are loaded already; `lookasideKeys` say what the lookaside of each was filled under.
    mutating func changeMode(isGuest: Bool, space: AddressSpace) {
        let isTagged = (isGuest ? space : root.space).vpid != 0
        root.isGuest = isGuest
        root.space = space
        banks = lookaside.banks(nonRoot: isGuest)
        fetch = Fetch()
        endStrip()
        if !isTagged {
            flushTLB { $0.vpid == 0 }
        } else if (isGuest ? lookasideKeys.1 : lookasideKeys.0) != lookasideKey {
            lookaside.clear(nonRoot: isGuest)
        }
    }

    /// Delivers the event of an entry.
    private mutating func deliverEntryEvent(_ event: UInt32) {
        let vector = UInt8(event & 0xff)
        switch VMCSEvent.Kind(rawValue: event >> VMCSEvent.kindShift & 7) {
        case .interrupt:
            charge(.interrupt)
            guard let fault = enterGate(vector, error: 0, returnTo: cpu.pc, software: false) else { return }
            // Nobody but the host has the interrupt now, so it is told whatever the bitmap says. Real world: VT-x delivers a
            // fault that does not exit to the guest, and the interrupt is lost.
            exit(fault, delivering: event, error: 0)
        case .software:
            guard let fault = enterGate(vector, error: 0, returnTo: cpu.pc &+ self[.entryInstructionLength], software: true)
            else { return }
            if !faultExits(fault, delivering: event) { deliver(fault, before: []) }
        case .exception:
            let before = interruptedDelivery
            interruptedDelivery = []
            var fault = Fault(vector: vector, error: self[.entryError])
            if vector == Vector.pageFault.rawValue { fault.address = cpu[.cr2] }
            deliver(fault, before: vector == Vector.doubleFault.rawValue ? before : [])
        case nil: preconditionFailure("the event has been checked")
        }
    }
}
