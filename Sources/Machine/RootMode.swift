import ISA

/// What a processor with hardware assist has beside its registers.
struct RootMode: Sendable {
    /// `vmxon` has been executed.
    var isOn = false
    /// The region given to `vmxon`.
    var region: UInt32 = 0
    /// The current VMCS.
    var current: UInt32?
    /// The processor is in non-root mode: it executes a guest.
    var isGuest = false
    /// What the entry has read of the VMCS. Kept here until the exit, so that nobody's stores to the region undo its checks.
    var settings = VMCSSettings()
    /// The processor's registers at the exit.
    var host = HostRegisters()
    /// Whose translations the processor uses.
    var space = AddressSpace.root
    /// Where the guest has a cr8 of its own: the host's, which holds physical interrupts back.
    var hostTaskPriority: UInt32 = 0
    /// How the guest came to its last triple fault, for reports.
    var tripleFault: FaultReport?
}

/// By the host's fields in order.
struct HostRegisters: Sendable {
    private var values = InlineArray<16, UInt32>(repeating: 0)

    subscript(field field: VMCSField) -> UInt32 {
        @inline(__always) get { values[Self.place(field)] }
        @inline(__always) set { values[Self.place(field)] = newValue }
    }

    @inline(__always) private static func place(_ field: VMCSField) -> Int { Int(field.rawValue &- VMCSField.hostPC.rawValue) & 15 }
}

/// The controls of a guest, as the processor keeps them from an entry to the exit.
struct VMCSSettings: Sendable {
    var controls: UInt32 = 0
    var exceptionBitmap: UInt32 = 0
    var pageFaultMask: UInt32 = 0
    var pageFaultMatch: UInt32 = 0
    var ioBitmap: UInt32 = 0
    var cr0Mask: UInt32 = 0
    var cr0Shadow: UInt32 = 0
    var taskPriorityThreshold: UInt32 = 0

    func has(_ control: UInt32) -> Bool { controls & control != 0 }
}

// The root-mode instructions. Where one fails, nothing has changed but FLAGS: C is set if there is no current VMCS to say more
// in, Z if there is, with the error's number in its instruction-error field. Where one succeeds, N Z C V are clear.
extension Host {
    /// Executes one in root mode. `nil` if it has done what there is to do.
    mutating func executeRootMode(_ op: Op) -> Fault? {
        guard cpu[.cr0] & CR0.rootMode != 0, root.isOn || op.code == .vmxon else { return Fault(.undefined) }
        if cpu.ring != 0 { return .protection(.privileged) }
        let operand = cpu.registers[Int(op.a & 15)]
        if op.code == .invept, !model.nestedPaging { return Fault(.undefined) }
        if op.code == .invvpid, !model.vpid { return Fault(.undefined) }
        if op.code == .vmlaunch || op.code == .vmresume {
            retire()
            cpu.pc &+= 4
            let result = enterNonRoot(launch: op.code == .vmlaunch)
            if result != .left { charge(.instruction(.rootMode)) }
            return finish(result)
        }
        complete(op)
        cpu.pc &+= 4
        switch op.code {
        case .vmxon: finish(turnRootModeOn(operand))
        case .vmxoff:
            root = RootMode()
            finish(.done)
        case .vmclear: finish(clearVMCS(operand))
        case .vmptrld: finish(loadVMCS(operand))
        case .vmread:
            guard root.current != nil else { return finish(.noVMCS) }
            guard let field = VMCSField(rawValue: operand) else { return finish(.failed(.unsupportedField)) }
            cpu.registers[Int(op.d & 15)] = self[field]
            finish(.done)
        case .vmwrite: finish(write(operand, to: cpu.registers[Int(op.d & 15)]))
        case .invept: finish(invalidateNested(operand))
        case .invvpid: finish(invalidate(vpid: operand))
        // vmcall: nobody is further in.
        default: finish(.failed(.vmcallInRoot))
        }
        return nil
    }

    /// How a root-mode instruction ended.
    package enum RootModeResult: Hashable, Sendable {
        case done
        /// It failed, and there is no current VMCS.
        case noVMCS
        case failed(VMInstructionError)
        /// An entry: the guest runs, or the exit that came at once has been taken.
        case left
    }

    @discardableResult private mutating func finish(_ result: RootModeResult) -> Fault? {
        switch result {
        case .done: cpu.arithmetic = ArithmeticFlags(bits: 0)
        case .failed(let error) where root.current != nil:
            cpu.arithmetic = ArithmeticFlags(bits: Flags.zero)
            self[.instructionError] = error.rawValue
        case .noVMCS, .failed: cpu.arithmetic = ArithmeticFlags(bits: Flags.carry)
        case .left: break
        }
        return nil
    }

    // MARK: The instructions, for words of root-mode software and for monitors alike

    /// Whether a VMCS, or the region of `vmxon`, can lie there.
    private func isRegion(_ address: UInt32) -> Bool {
        address & 0xfff == 0 && Int(address) + Int(Architecture.pageSize) <= memory.size
    }

    mutating func turnRootModeOn(_ region: UInt32) -> RootModeResult {
        if root.isOn { return .failed(.alreadyOn) }
        guard isRegion(region), physicalWord(region) == VMCSRegion.revisionNumber else { return .noVMCS }
        root = RootMode()
        (root.isOn, root.region) = (true, region)
        return .done
    }

    mutating func clearVMCS(_ region: UInt32) -> RootModeResult {
        guard isRegion(region) else { return .failed(.clearInvalidAddress) }
        if region == root.region { return .failed(.clearRootRegion) }
        writePhysicalWord(region + VMCSRegion.launchState, 0)
        if root.current == region { root.current = nil }
        return .done
    }

    mutating func loadVMCS(_ region: UInt32) -> RootModeResult {
        guard isRegion(region) else { return .failed(.loadInvalidAddress) }
        if region == root.region { return .failed(.loadRootRegion) }
        guard physicalWord(region) == VMCSRegion.revisionNumber else { return .failed(.loadWrongRevision) }
        root.current = region
        return .done
    }

    mutating func write(_ value: UInt32, to number: UInt32) -> RootModeResult {
        guard root.current != nil else { return .noVMCS }
        guard let field = VMCSField(rawValue: number) else { return .failed(.unsupportedField) }
        if field.isReadOnly { return .failed(.readOnlyField) }
        self[field] = value
        return .done
    }

    mutating func invalidateNested(_ table: UInt32) -> RootModeResult {
        guard table & ~NestedPTE.frame == 0 else { return .failed(.invalidOperand) }
        walkCache.flush(table)
        flushTLB { $0.nestedTable == table }
        return .done
    }

    mutating func invalidate(vpid: UInt32) -> RootModeResult {
        guard vpid != 0, vpid <= UInt16.max else { return .failed(.invalidOperand) }
        flushTLB { $0.vpid == vpid }
        return .done
    }

    // MARK: Fields

    /// A field of the current VMCS, of which there is one.
    subscript(field: VMCSField) -> UInt32 {
        get { memory.word(place(of: field)) }
        set {
            let place = place(of: field)
            memory.setWord(place, newValue)
            if !memory.flags[place >> 12].isEmpty { written(place) }
        }
    }

    private func place(of field: VMCSField) -> Int { fieldsPlace + 4 * Int(field.rawValue) }

    /// Where the fields of the current VMCS begin.
    var fieldsPlace: Int {
        guard let current = root.current else { preconditionFailure("a field of no VMCS") }
        return Int(current) + Int(VMCSRegion.fields)
    }

    /// Loads the guest's registers.
    mutating func loadGuestRegisters() {
        let start = fieldsPlace
        VMCSField.forEachGuestRegister { cpu[$0] = memory.word(start + 4 * Int($0.rawValue)) }
    }

    /// Takes in what an exit will load.
    mutating func readHostRegisters() {
        let start = fieldsPlace
        VMCSField.forEachHostRegister { root.host[field: $0] = memory.word(start + 4 * Int($0.rawValue)) }
    }

    mutating func loadHostRegisters() { VMCSField.forEachHostRegister { cpu[$0] = root.host[field: $0] } }

    /// Saves the guest's registers.
    mutating func saveGuestRegisters() {
        let start = fieldsPlace
        VMCSField.forEachGuestRegister { memory.setWord(start + 4 * Int($0.rawValue), cpu[$0]) }
        if !memory.flags[start >> 12].isEmpty {
            rangeWritten(start..<start + 4 * VMCSField.allCases.count)
            memory.flags[start >> 12].remove(.unchanged)
        }
    }

    /// Fields of the guest's, into a processor.
    func read(_ fields: GuestFieldSet, into cpu: inout CPU) {
        let start = fieldsPlace
        fields.forEach { cpu[$0] = memory.word(start + 4 * Int($0.rawValue)) }
    }

    /// cr0 as the guest reads it: the bits that its host owns come from the shadow.
    var visibleCR0: UInt32 {
        guard root.isGuest else { return cpu[.cr0] }
        return cpu[.cr0] & ~root.settings.cr0Mask | root.settings.cr0Shadow & root.settings.cr0Mask
    }
}
