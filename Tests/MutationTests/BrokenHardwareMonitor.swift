import Engines
import ISA
import Playground
import VMM

@testable import Machine

/// Hardware assist with a mistake: the loop is that of the real engine, and so is its monitor; each mutation spoils in one
/// place what an exit tells that, or what it has done. Without a mutation it is a correct engine.
struct BrokenHardwareMonitor: Engine {
    let mutation: HardwareMutation?
    let paging: Paging
    private var hardware: HardwareMonitor!

    init(_ mutation: HardwareMutation?, _ paging: Paging) { (self.mutation, self.paging) = (mutation, paging) }

    func memoryMap(guestSize: Int) -> GuestPhysicalMap? { MonitorMemory.map(guestSize: guestSize) }

    mutating func boot(_ host: inout Host, entry: UInt32, map: GuestPhysicalMap?) {
        hardware = HardwareMonitor(&host, map: map!, entry: entry, paging: paging, clustering: false)
    }

    mutating func run(_ host: inout Host, _ slice: Slice) -> GuestStop {
        while true {
            if hardware.monitor.isGuestRunning {
                switch host.run(slice) {
                case .budget: return .budget
                case .vmExit(let exit): exited(exit, &host)
                // A guest has got at what is the monitor's own.
                case .monitor, .powerOff, .halt, .tripleFault: return .halt
                }
            } else if let stop = hardware.monitor.machine.finalStop {
                hardware.monitor.finish(on: &host)
                return GuestStop(stop)
            } else if host.interruptIsDue, let entry = host.takeInterrupt() {
                interrupted(entry, &host)
            } else if host.ledger.clock >= slice.cycle || host.now >= slice.tick {
                return .budget
            } else {
                hardware.chooseEvent(on: &host)
                guard hardware.monitor.machine.cpu.halted else {
                    enter(&host)
                    continue
                }
                guard case .monitor(let entry) = hardware.monitor.wait(slice, on: &host) else { return .budget }
                interrupted(entry, &host)
            }
        }
    }

    private mutating func interrupted(_ entry: MonitorEntry, _ host: inout Host) {
        if mutation == .dmaUnseen { _ = host.takeTracedWrites() }
        hardware.monitor.beginExit(at: entry.cycle, on: &host)
        hardware.monitor.serveInterrupt(on: &host)
    }

    private mutating func exited(_ exit: VMExit, _ host: inout Host) {
        spoilTold(&host)
        let before = Before(hardware.monitor, host)
        hardware.exited(exit, on: &host)
        spoilDone(before, &host)
    }

    private mutating func enter(_ host: inout Host) {
        let (event, controls, threshold) = (hardware.event, host[.controls], host[.taskPriorityThreshold])
        spoilControls(&host)
        if mutation == .acknowledgedTwice, case .interrupt(let vector) = event { hardware.monitor.machine.acknowledge(vector) }
        hardware.enter(on: &host)
        // The monitor writes only what changes, and the processor looks again at the next entry only.
        (host[.controls], host[.taskPriorityThreshold]) = (controls, threshold)
        switch event {
        case .interrupt(let vector) where mutation == .acknowledgedOnTheWay && !host.isInNonRootMode:
            hardware.monitor.machine.acknowledge(vector)
        case .fault(let fault) where mutation == .errorCodeLost && fault.isPageFault && host.isInNonRootMode:
            hardware.monitor.changeFrame(at: host.cpu.sp, ring: host.cpu.ring, Frame.error, &host) { _ in 0 }
        default: break
        }
    }

    func guestCPU(_ host: borrowing Host) -> CPU { hardware.guestCPU(host) }
    func guestBus(_ host: borrowing Host) -> Bus { hardware.monitor.machine.bus }
    func guestMap(_ host: borrowing Host) -> GuestPhysicalMap? { hardware.monitor.machine.map }
    var statistics: ExitStatistics? { hardware.monitor.statistics }
    func directShare(_ host: borrowing Host) -> Double { 1 }
}

extension Fault {
    fileprivate var isPageFault: Bool { vector == Vector.pageFault.rawValue }
}

/// What an exit found.
private struct Before {
    let reason: VMExitReason?
    let qualification: UInt32
    let guestPhysical: UInt32
    let sp: UInt32
    let hasShadow: Bool
    let cr0Shadow: UInt32
    let cr2: UInt32
    let tlb: TLB
    /// The guest's entry for the address that faulted.
    let entry: UInt32?
    let entryWord: UInt32

    init(_ monitor: Monitor, _ host: borrowing Host) {
        reason = VMExitReason(rawValue: host[.exitReason])
        (qualification, guestPhysical) = (host[.qualification], host[.guestPhysical])
        (sp, hasShadow) = (host[.guestSP], host[.guestInterruptibility] == 1)
        (cr0Shadow, cr2, tlb) = (host[.cr0Shadow], host.cpu[.cr2], host.tlb)
        entry = reason == .exception ? monitor.tableEntry(qualification, host) : nil
        entryWord = entry.map { host.monitorWord($0) } ?? 0
    }

    func isControl(_ register: ControlRegister) -> Bool {
        reason == .controlRegister && qualification & 0xf == UInt32(register.rawValue)
    }
}

extension BrokenHardwareMonitor {
    /// Spoils what an exit tells the monitor.
    private mutating func spoilTold(_ host: inout Host) {
        let reason = VMExitReason(rawValue: host[.exitReason])
        switch mutation {
        case .eventLost:
            let isException = host[.vectoringEvent] >> VMCSEvent.kindShift & 7 == VMCSEvent.Kind.exception.rawValue
            if isException { host[.vectoringEvent] = 0 }
        case .stiShadowLost: host[.guestInterruptibility] = 0
        case .taskPriorityLost: host[.guestCR8] = 0
        case .flagsLost: host[.guestFlags] &= ~Flags.arithmetic
        case .rootModeServed where [.vmxon, .vmxoff, .vmcall, .vmread].contains(reason):
            host[.exitReason] = VMExitReason.interruptWindow.rawValue
            host[.guestPC] &+= 4
            host.counters.retiredKernel &+= 1
        case .tablesWritable: for frame in host.memory.frames(with: .traced) { host.trace(frame: frame, false) }
        case .dmaUnseen: _ = host.takeTracedWrites()
        case .faultJudgedByGuestRing where reason == .exception:
            let ring = host[.guestFlags] >> Flags.ringShift & 3
            host[.exitError] = host[.exitError] & ~(3 << PageFaultCode.ringShift) | ring << PageFaultCode.ringShift
        case .deviceIsMemory where reason == .nestedViolation: giveMemory(host[.guestPhysical], &host)
        default: break
        }
    }

    /// Spoils what the monitor has done.
    private mutating func spoilDone(_ before: Before, _ host: inout Host) {
        let (event, finished) = (hardware.event, hardware.monitor.machine.finalStop != nil)
        // An instruction was carried out, and did not fault.
        let isDone = event == nil && !finished
        switch mutation {
        case .pcStays where isDone && before.reason == .io: hardware.monitor.machine.cpu.pc &-= 4
        case .pcMovesTwice where isDone && before.reason == .io: hardware.monitor.machine.cpu.pc &+= 4
        case .countedTwice where isDone && before.reason == .io: host.counters.retiredKernel &+= 1
        case .narrowInput where isDone && before.reason == .io && before.qualification & 1 << 3 != 0:
            hardware.monitor.machine.cpu.registers[Int(before.qualification >> 8 & 15)] &= 0xff
        case .haltForgotten where isDone && before.reason == .hlt: hardware.monitor.machine.cpu.halted = false
        case .stackPointerLost where isDone && hardware.monitor.machine.cpu.sp != before.sp:
            hardware.monitor.machine.cpu.sp = before.sp
        case .stiShadowKept where isDone && before.hasShadow && hardware.monitor.machine.cpu.interruptsEnabled:
            hardware.monitor.machine.cpu.interruptShadow = true
        case .registerLost: hardware.monitor.machine.cpu.registers[Self.lostRegister] = 0
        default: spoilMemory(before, event, &host)
        }
    }

    private static let lostRegister = 8

    private mutating func spoilMemory(_ before: Before, _ event: HardwareMonitor.Event?, _ host: inout Host) {
        switch (mutation, event) {
        case (.notFlushed, _) where before.isControl(.cr3): host.tlb = before.tlb
        case (.readShadowStale, _) where before.isControl(.cr0): host[.cr0Shadow] = before.cr0Shadow
        case (.accessedBitLost, nil): clear(PTE.accessed, before, &host)
        case (.dirtyBitLost, nil): clear(PTE.dirty, before, &host)
        case (.faultAddressLost, .fault(let fault)) where fault.isPageFault: hardware.monitor.machine.cpu[.cr2] = before.cr2
        case (.returnPastFault, .fault(let fault)) where fault.isPageFault && before.reason == .exception:
            host[.guestPC] &+= 4
        case (.nestedNeighbour, _) where before.qualification & NestedViolation.write != 0: moveNested(before, &host) { $0 ^ 1 }
        case (.nestedInOnePiece, _): moveNested(before, &host) { _ in MonitorMemory.frameCount + before.guestPhysical >> 12 }
        default: break
        }
    }

    private func clear(_ bit: UInt32, _ before: Before, _ host: inout Host) {
        if let entry = before.entry { hardware.monitor.clear(bit, in: entry, before: before.entryWord, &host) }
    }

    /// Changes where the nested entry that has just been made leads.
    private func moveNested(_ before: Before, _ host: inout Host, _ frame: (UInt32) -> UInt32) {
        guard before.reason == .nestedViolation, hardware.monitor.machine.map.offset(of: before.guestPhysical) != nil else {
            return
        }
        let directory = host.monitorWord(host[.nestedTable] + (before.guestPhysical >> 22) * 4)
        let place = directory & NestedPTE.frame + (before.guestPhysical >> 12 & 1023) * 4
        let entry = host.monitorWord(place)
        host.setMonitorWord(place, frame(entry >> 12) << 12 | entry & ~NestedPTE.frame)
    }

    /// Makes a nested entry for a page where the guest has no RAM, and has the monitor believe that it was another.
    private func giveMemory(_ guestPhysical: UInt32, _ host: inout Host) {
        guard hardware.monitor.machine.map.offset(of: guestPhysical) == nil else { return }
        // The last of the monitor's memory, which it does not need.
        let (table, page) = (MonitorMemory.frameCount - 1, MonitorMemory.frameCount - 2)
        let rights = NestedPTE.readable | NestedPTE.writable
        host.setMonitorWord(host[.nestedTable] + (guestPhysical >> 22) * 4, table << 12 | rights)
        host.setMonitorWord(table << 12 + (guestPhysical >> 12 & 1023) * 4, page << 12 | rights)
        host[.guestPhysical] = 0
    }

    /// Spoils what has been chosen for the next entry.
    private func spoilControls(_ host: inout Host) {
        switch mutation {
        case .windowForgotten where hardware.event == nil, .windowForgottenBehindFault where hardware.event != nil:
            host[.controls] &= ~VMCSControls.interruptWindowExiting
        case .thresholdForgotten: host[.taskPriorityThreshold] = 0
        case .hostInterruptsReachGuest:
            host[.controls] &= ~(VMCSControls.externalInterruptExiting | VMCSControls.acknowledgeInterrupt)
        case .portsReachHost: host[.controls] &= ~VMCSControls.ioExiting
        default: break
        }
    }
}
