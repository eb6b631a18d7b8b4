import ISA
import Machine
import VMM

/// A monitor in root mode: the guest runs in non-root mode, in all of its rings, and comes back by exits. What the monitor
/// knows of the guest's processor it has read from the VMCS, and what it changes it writes there.
package struct HardwareMonitor: Sendable {
    package var monitor: Monitor
    package let paging: Paging
    let clustering: Bool
    /// The guest's cr8 is its own, in the VMCS.
    private let hasTaskPriorityShadow: Bool
    /// The fields that are the guest's own; those of them that are needed for nearly every instruction; and those that say whether
    /// it can take an interrupt.
    private let transferred: GuestFieldSet
    private let basic: GuestFieldSet
    private let ofInterrupts: GuestFieldSet
    private var fields = GuestFields()
    private var isLaunched = false
    /// What the next entry delivers.
    package private(set) var event: Event?
    /// The controls and the threshold as last written.
    private var controls: UInt32
    private var threshold: UInt32 = 0
    /// Exits in which more than one instruction was carried out, and the exits that this has saved.
    package internal(set) var clusters: UInt64 = 0
    package internal(set) var exitsSaved: UInt64 = 0
    var cluster: Cluster?
    package var isClustering: Bool { cluster != nil }

    package enum Event: Hashable, Sendable {
        case fault(Fault)
        case interrupt(vector: UInt8)
    }

    /// The guest's tag in the TLB, where the host has tags.
    private static let vpid: UInt32 = 1

    package init(_ host: inout Host, map: GuestPhysicalMap, entry: UInt32, paging: Paging, clustering: Bool) {
        self.paging = paging
        self.clustering = clustering
        hasTaskPriorityShadow = host.model.taskPriorityShadow
        basic = GuestFieldSet(Self.basic + (paging == .nested ? Self.ofPaging : []))
        let own = Self.basic + Self.further + (paging == .nested ? Self.ofPaging : [])
        transferred = GuestFieldSet(own + (hasTaskPriorityShadow ? [.guestCR8] : []))
        ofInterrupts = GuestFieldSet([.guestFlags, .guestInterruptibility] + (hasTaskPriorityShadow ? [.guestCR8] : []))
        monitor = Monitor(&host, map: map, entry: entry, tableBase: MonitorMemory.rootDirectory << 12)
        host.startRootMode(region: MonitorMemory.rootRegion << 12, vmcs: MonitorMemory.vmcs << 12)
        host.vmwrite(.hostPC, MonitorMemory.address(ofFrame: MonitorMemory.trapTable))
        controls = Self.controls(paging, host.model)
        host.vmwrite(.controls, controls)
        let vpid = host.model.vpid ? Self.vpid : nil
        if let vpid { host.vmwrite(.vpid, vpid) }
        let (cpu, all) = (monitor.machine.cpu, VMCSField.allCases.filter { $0.group == .guest })
        for field in all where transferred.contains(field) { host.vmwrite(field, cpu[field]) }
        switch paging {
        case .shadow:
            host.vmwrite(.exceptionBitmap, 1 << UInt32(Vector.pageFault.rawValue))
            host.vmwrite(.cr0Mask, ~0)
            showCR0(on: &host)
            monitor.shadows = ShadowPaging(map: map, .nonRoot(vpid: vpid))
            monitor.shadows?.selectRoot(cpu, flush: true, on: &host)
        case .nested:
            let tables = NestedTables(map: map)
            host.vmwrite(.nestedTable, tables.root)
            host.vmwrite(.cr0Mask, CR0.rootMode)
            monitor.nested = tables
        }
        monitor.devices.start(on: &host)
    }

    /// What exits: everything that reaches devices, and with shadow paging everything that reaches page tables.
    private static func controls(_ paging: Paging, _ model: HostModel) -> UInt32 {
        var controls =
            VMCSControls.externalInterruptExiting | VMCSControls.acknowledgeInterrupt | VMCSControls.hltExiting
            | VMCSControls.ioExiting
        controls |=
            model.taskPriorityShadow
            ? VMCSControls.taskPriorityShadow : VMCSControls.taskPriorityLoadExiting | VMCSControls.taskPriorityStoreExiting
        if model.vpid { controls |= VMCSControls.vpid }
        switch paging {
        case .shadow:
            return controls | VMCSControls.invlpgExiting | VMCSControls.tableBaseLoadExiting | VMCSControls.tableBaseStoreExiting
        case .nested: return controls | VMCSControls.nestedPaging
        }
    }

    /// Needed for nearly every instruction: where it is, in which ring, by which tables.
    private static let basic: [VMCSField] = [.guestPC, .guestFlags, .guestSP, .guestLimit, .guestInterruptibility]
    /// The rest of the fields that are always the guest's own. Those of paging are the monitor's where it shadows the guest's
    /// tables, and cr8 where the processor cannot keep the guest's apart; then the monitor carries out every access, and knows
    /// the value.
    private static let further: [VMCSField] = [.guestSysentry, .guestTrapTable, .guestSP0, .guestSP1, .guestSP2]
    private static let ofPaging: [VMCSField] = [.guestCR0, .guestCR3]

    private mutating func read(_ wanted: GuestFieldSet, on host: inout Host) {
        fields.read(wanted, into: &monitor.machine.cpu, on: &host)
    }

    // MARK: Exits

    /// Non-root mode has been left.
    package mutating func exited(_ exit: VMExit, on host: inout Host) {
        monitor.beginExit(at: exit.cycle, on: &host)
        host.saveGuestRegisters(to: &monitor.machine.cpu)
        fields.forget()
        let number = host.vmread(.exitReason)
        switch VMExitReason(rawValue: number) {
        case .exception: exception(on: &host)
        case .nestedViolation: nestedViolation(on: &host)
        case .externalInterrupt: monitor.serveInterrupt(on: &host)
        case .interruptWindow, .taskPriorityBelowThreshold: monitor.exited(.interruptWindow, on: &host)
        case .tripleFault:
            monitor.exited(.guestFault, on: &host)
            stop(on: host)
        case .invalidGuestState, .nestedMisconfiguration, nil: preconditionFailure("exit \(number): the monitor's own mistake")
        case let reason?: instruction(reason, on: &host)
        }
    }

    /// An instruction exited: it is carried out for the guest.
    private mutating func instruction(_ reason: VMExitReason, on host: inout Host) {
        monitor.exited(neutral(reason, on: &host), on: &host)
        emulate(on: &host)
        if clustering { cluster = Cluster() }
    }

    private func neutral(_ reason: VMExitReason, on host: inout Host) -> ExitReason {
        switch reason {
        case .cpuid: return .identify
        case .hlt: return .halt
        case .invlpg: return .invlpg
        case .rdtsc: return .timestamp
        case .io: return .portIO
        case .hcall: return .hypercall
        case .controlRegister:
            let qualification = host.vmread(.qualification)
            return qualification & 0x1f == UInt32(ControlRegister.cr3.rawValue) ? .tableBase : .controlRegister
        default: return .rootMode
        }
    }

    /// With shadow paging, a page fault. Else one in the way of an interrupt that the monitor injected.
    private mutating func exception(on host: inout Host) {
        let vector = UInt8(truncatingIfNeeded: host.vmread(.exitEvent))
        let error = host.vmread(.exitError)
        let address = host.vmread(.qualification)
        let delivering = interruptedEvent(on: &host)
        guard vector == Vector.pageFault.rawValue else {
            monitor.exited(.guestFault, on: &host)
            return deliverBySoftware(delivering, on: &host)
        }
        guard paging == .shadow else {
            monitor.exited(.truePageFault, on: &host)
            return deliverBySoftware(delivering, on: &host)
        }
        // The ring that made the access, which is not the guest's where its processor pushes a frame.
        let ring = UInt8(error >> PageFaultCode.ringShift & 3)
        switch monitor.classify(address, error, ring: ring, on: &host) {
        case .hidden:
            monitor.exited(.hiddenPageFault, on: &host)
            monitor.shadows?.fill(address, monitor.machine.cpu, on: &host)
            again(delivering)
        case .own(let fault):
            monitor.exited(.truePageFault, on: &host)
            if delivering == nil { inject(fault, on: &host) } else { deliverBySoftware(delivering, on: &host) }
        case .trace:
            monitor.exited(.writeTrace, on: &host)
            access(delivering, on: &host)
        case .outside:
            monitor.exited(error & PageFaultCode.fetch != 0 ? .guestFault : .deviceMemory, on: &host)
            access(delivering, on: &host)
        }
    }

    private mutating func nestedViolation(on host: inout Host) {
        let place = host.vmread(.guestPhysical)
        let delivering = interruptedEvent(on: &host)
        if monitor.nested?.fill(place, on: &host) == true {
            monitor.exited(.nestedViolation, on: &host)
            return again(delivering)
        }
        let qualification = host.vmread(.qualification)
        if qualification & NestedViolation.final == 0 {
            // A page table where the guest has no RAM: what it reads there makes a fault.
            monitor.exited(.truePageFault, on: &host)
        } else {
            monitor.exited(qualification & NestedViolation.fetch != 0 ? .guestFault : .deviceMemory, on: &host)
        }
        access(delivering, on: &host)
    }

    /// The guest's processor has given up. The word at its pc is told as the guest's own tables lead there.
    private mutating func stop(on host: borrowing Host) {
        guard var report = host.guestTripleFault else { preconditionFailure("a triple fault without a report") }
        report.word = host.guestInstruction(guestCPU(host), monitor.machine.map)
        monitor.machine.stop(report)
    }

    // MARK: Events

    /// What was being delivered when the exit came.
    private func interruptedEvent(on host: inout Host) -> Event? {
        let event = host.vmread(.vectoringEvent)
        guard event & VMCSEvent.valid != 0 else { return nil }
        let vector = UInt8(truncatingIfNeeded: event)
        if event >> VMCSEvent.kindShift & 7 == VMCSEvent.Kind.interrupt.rawValue { return .interrupt(vector: vector) }
        var fault = Fault(vector: vector, error: host.vmread(.vectoringError))
        if vector == Vector.pageFault.rawValue {
            host.charge(.instruction(.controlRead), to: .dispatch)
            fault.address = monitor.machine.cpu[.cr2]
        }
        return .fault(fault)
    }

    /// What was in the way is gone. An interrupt was not the guest's yet: it waits in the guest's controller.
    private mutating func again(_ delivering: Event?) {
        if case .fault = delivering { event = delivering }
    }

    /// An access to a device or a traced page: by an instruction, or by the processor on the way to a handler.
    private mutating func access(_ delivering: Event?, on host: inout Host) {
        guard delivering == nil else { return deliverBySoftware(delivering, on: &host) }
        read(basic, on: &host)
        // A software interrupt goes by the trap table and the stack registers.
        let next = host.guestInstruction(monitor.machine.cpu, monitor.machine.map).flatMap(Decoded.init(word:))?.instruction
        if next == .int || next == .brk { read(transferred, on: &host) }
        emulate(on: &host)
    }

    /// Goes to the handler in the processor's place: what the delivery meets on its way is none of what exits are for.
    private mutating func deliverBySoftware(_ delivering: Event?, on host: inout Host) {
        read(transferred, on: &host)
        switch delivering {
        case .fault(let fault): monitor.inject(fault, on: &host)
        case .interrupt: _ = monitor.deliverInterrupt(on: &host)
        case nil: preconditionFailure("nothing to deliver")
        }
    }

    /// A fault for the next entry.
    private mutating func inject(_ fault: Fault, on host: inout Host) {
        host.charge(.inject)
        if let address = fault.address { monitor.machine.cpu[.cr2] = address }
        monitor.machine.cpu.halted = false
        event = .fault(fault)
    }

    /// Carries out the guest's next instruction.
    mutating func emulate(on host: inout Host) {
        read(basic, on: &host)
        let result = monitor.emulate(on: &host, returnsFaults: true)
        if result.changedCR0 != 0, paging == .shadow {
            showCR0(on: &host)
            monitor.shadows?.selectRoot(monitor.machine.cpu, flush: true, on: &host)
        }
        if let fault = result.fault { inject(fault, on: &host) }
    }

    /// With shadow paging the processor always translates, and the guest sees the cr0 that it wrote.
    private func showCR0(on host: inout Host) {
        let value = monitor.machine.cpu[.cr0]
        host.vmwrite(.cr0Shadow, value)
        host.vmwrite(.guestCR0, value | CR0.paging)
    }

    // MARK: Entries

    /// Chooses what the next entry delivers: what is waiting, or an interrupt of the guest's devices that it can take. For one
    /// that it cannot take yet, has the processor say when it can.
    package mutating func chooseEvent(on host: inout Host) {
        var (window, least): (Bool, UInt32) = (false, 0)
        if event != nil {
            // Where the handler leads, an interrupt may be taken again.
            window = monitor.machine.bus.pendingVector != nil
        } else if let vector = monitor.machine.bus.pendingVector {
            read(ofInterrupts, on: &host)
            let cpu = monitor.machine.cpu
            if host.interruptWaits(in: &monitor.machine) {
                host.charge(.inject)
                monitor.machine.cpu.halted = false
                event = .interrupt(vector: vector)
            } else if !cpu.interruptsEnabled || cpu.interruptShadow {
                window = true
            } else if hasTaskPriorityShadow {
                least = UInt32(vector >> 4)
            }
        }
        ask(window: window, threshold: least, on: &host)
    }

    private mutating func ask(window: Bool, threshold: UInt32, on host: inout Host) {
        let bit = VMCSControls.interruptWindowExiting
        let wanted = window ? controls | bit : controls & ~bit
        if wanted != controls {
            host.vmwrite(.controls, wanted)
            controls = wanted
        }
        if threshold != self.threshold {
            host.vmwrite(.taskPriorityThreshold, threshold)
            self.threshold = threshold
        }
    }

    /// Enters non-root mode.
    package mutating func enter(on host: inout Host) {
        fields.writeBack(monitor.machine.cpu, on: &host)
        if let event { write(event, on: &host) }
        host.enterNonRoot(monitor.machine.cpu, launch: !isLaunched)
        isLaunched = true
        if host.isInNonRootMode {
            if case .interrupt(let vector) = event { monitor.machine.acknowledge(vector) }
            monitor.endExit(on: &host)
        } else {
            // An exit came on the way to the handler. It ends this one.
            monitor.isEntered()
        }
        event = nil
    }

    private func write(_ event: Event, on host: inout Host) {
        switch event {
        case .fault(let fault):
            let kind = VMCSEvent.Kind.exception.rawValue << VMCSEvent.kindShift
            host.vmwrite(.entryEvent, VMCSEvent.valid | kind | UInt32(fault.vector))
            host.vmwrite(.entryError, fault.error)
        case .interrupt(let vector): host.vmwrite(.entryEvent, VMCSEvent.valid | UInt32(vector))
        }
    }

    // MARK: Looking

    /// The guest's processor now.
    package func guestCPU(_ host: borrowing Host) -> CPU {
        var cpu = monitor.machine.cpu
        if host.isInNonRootMode {
            cpu = host.cpu
            if paging == .shadow {
                cpu[.cr0] = monitor.machine.cpu[.cr0]
                cpu[.cr3] = monitor.machine.cpu[.cr3]
            }
            if !hasTaskPriorityShadow { cpu[.cr8] = monitor.machine.cpu[.cr8] }
            return cpu
        }
        return fields.complete(cpu, transferred, on: host)
    }
}
