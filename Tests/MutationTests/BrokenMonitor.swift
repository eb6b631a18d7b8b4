import Devices
import Engines
import ISA
import Machine
import Playground
import VMM

/// Trap-and-emulate with a mistake: the loop is that of the real engine, and each mutation departs from it in one place.
/// Without a mutation it is a correct monitor.
struct BrokenMonitor: Engine {
    let mutation: Mutation?
    private var monitor: Monitor!
    private var interrupts = 0
    /// The tables whose shadow the host goes on with.
    private var staleBase: UInt32?

    init(_ mutation: Mutation?) { self.mutation = mutation }

    func memoryMap(guestSize: Int) -> GuestPhysicalMap? { MonitorMemory.map(guestSize: guestSize) }

    mutating func boot(_ host: inout Host, entry: UInt32, map: GuestPhysicalMap?) {
        monitor = Monitor(deprivileging: &host, map: map!, entry: entry)
    }

    mutating func run(_ host: inout Host, _ slice: Slice) -> GuestStop {
        while true {
            if monitor.isGuestRunning {
                switch host.run(slice) {
                case .budget: return .budget
                case .monitor(let entry): handle(entry, &host)
                // A guest has got at what is the monitor's own.
                case .powerOff, .halt, .tripleFault, .vmExit: return .halt
                }
            } else if let stop = monitor.machine.finalStop {
                monitor.finish(on: &host)
                return GuestStop(stop)
            } else if host.interruptIsDue, let entry = host.takeInterrupt() {
                handle(entry, &host)
            } else if host.ledger.clock >= slice.cycle || host.now >= slice.tick {
                return .budget
            } else if deliverInterrupt(&host) {
                continue
            } else if monitor.machine.cpu.halted {
                guard case .monitor(let entry) = monitor.wait(slice, on: &host) else { return .budget }
                handle(entry, &host)
            } else if stepIsDue() {
                _ = monitor.emulate(on: &host)
                if mutation == .haltForgotten, monitor.machine.cpu.interruptsEnabled { monitor.machine.cpu.halted = false }
            } else {
                enterGuest(&host)
            }
        }
    }

    private mutating func handle(_ entry: MonitorEntry, _ host: inout Host) {
        if mutation == .dmaUnseen { _ = host.takeTracedWrites() }
        let ring = monitor.machine.cpu.ring
        monitor.leaveGuest(entry, on: &host)
        if mutation == .programsInRing1 { monitor.machine.cpu.ring = ring }
        switch entry.kind {
        case .interrupt: monitor.serveInterrupt(on: &host)
        case .callout, .hypercall: preconditionFailure("it has no translations")
        case .systemCall: emulate(&host)
        case .trap(let vector, let error):
            switch Vector(rawValue: vector) {
            case .pageFault: pageFault(error, &host)
            case .protection where ProtectionCause(rawValue: UInt8(truncatingIfNeeded: error))?.isForEmulation == true:
                emulate(&host)
            case .debug: inject(Fault(vector: vector, error: error), .debugTrap, &host)
            default: inject(Fault(vector: vector, error: error), .guestFault, &host)
            }
        }
    }

    func guestCPU(_ host: borrowing Host) -> CPU { monitor.guestCPU(host) }
    func guestBus(_ host: borrowing Host) -> Bus { monitor.machine.bus }
    func guestMap(_ host: borrowing Host) -> GuestPhysicalMap? { monitor.machine.map }
    var statistics: ExitStatistics? { monitor.statistics }
    func directShare(_ host: borrowing Host) -> Double { 1 }
}

// MARK: Into the guest

extension BrokenMonitor {
    private mutating func enterGuest(_ host: inout Host) {
        let cpu = monitor.machine.cpu
        if !cpu.pagingEnabled { staleBase = nil }
        if mutation == .limitIgnored { monitor.machine.cpu[.limit] = Architecture.stripBase }
        if let staleBase { monitor.machine.cpu[.cr3] = staleBase }
        monitor.enterGuest(ring: cpu.ring == 3 && mutation != .programsInRing1 ? 3 : 1, on: &host)
        monitor.machine.cpu = cpu
    }

    private mutating func stepIsDue() -> Bool {
        if mutation == .traceFlagForgotten { monitor.machine.cpu.trace = false }
        return monitor.stepIsDue()
    }

    private mutating func deliverInterrupt(_ host: inout Host) -> Bool {
        let cpu = monitor.machine.cpu
        switch mutation {
        case .interruptDespiteCli: monitor.machine.cpu.interruptsEnabled = true
        case .stiShadowIgnored: monitor.machine.cpu.interruptShadow = false
        case .taskPriorityIgnored: monitor.machine.cpu[.cr8] = 0
        default: break
        }
        guard monitor.deliverInterrupt(on: &host) else {
            monitor.machine.cpu = cpu
            return false
        }
        monitor.machine.cpu[.cr8] = cpu[.cr8]
        interrupts += 1
        if mutation == .interruptDropped, interrupts % 3 == 0 { monitor.machine.cpu = cpu }
        return true
    }

    private mutating func inject(_ fault: Fault, _ reason: ExitReason, _ host: inout Host) {
        monitor.exited(reason, on: &host)
        if mutation == .returnPastFault { monitor.machine.cpu.pc &+= 4 }
        let cpu = monitor.machine.cpu
        let doubleFaults = monitor.machine.counters.traps[Int(Vector.doubleFault.rawValue)]
        monitor.inject(fault, on: &host)
        guard mutation == .doubleFaultForgotten,
            monitor.machine.counters.traps[Int(Vector.doubleFault.rawValue)] != doubleFaults
        else { return }
        monitor.machine.cpu = cpu
        let error = UInt32(ProtectionCause.gateAbsent.rawValue) | UInt32(fault.vector) << 8
        monitor.inject(Fault(vector: Vector.protection.rawValue, error: error), on: &host)
    }
}

// MARK: Instructions

extension BrokenMonitor {
    private mutating func emulate(_ host: inout Host) {
        let before = monitor.machine.cpu
        let word = host.guestInstruction(before, monitor.machine.map)
        let reason = word.flatMap(ExitReason.init(word:)) ?? .guestFault
        monitor.exited(reason, on: &host)
        let served = mutation == .programsServed && [.portIO, .interruptFlag, .controlRegister].contains(reason)
        if served { monitor.machine.cpu.ring = 0 }
        if mutation == .countedTwice, reason == .interruptFlag {
            var other = monitor.machine
            _ = host.emulate(&other)
        }
        let result = monitor.emulate(on: &host)
        if served { monitor.machine.cpu.ring = before.ring }
        if result.faulted { return }
        spoil(reason, word, before, &host)
    }

    private mutating func changeFrame(_ offset: UInt32, _ host: inout Host, _ change: (UInt32) -> UInt32) {
        let cpu = monitor.machine.cpu
        monitor.changeFrame(at: cpu.sp, ring: cpu.ring, offset, &host, change)
    }

    private mutating func spoil(_ reason: ExitReason, _ word: UInt32?, _ before: CPU, _ host: inout Host) {
        switch (mutation, reason) {
        case (.staleTableBase, .tableBase) where before.pagingEnabled: staleBase = staleBase ?? before[.cr3]
        case (.systemCallKeepsInterrupts, .systemCall), (.popfKeepsInterrupts, .flags):
            monitor.machine.cpu.interruptsEnabled = before.interruptsEnabled
        case (.haltForgotten, .halt) where before.interruptsEnabled: monitor.machine.cpu.halted = false
        case (.nothingReadsZero, .portIO): readZero(word)
        case (.softwareInterruptReturnsToItself, .softwareInterrupt): changeFrame(Frame.pc, &host) { _ in before.pc }
        case (.frameShowsHostRing, .softwareInterrupt) where before.ring == 0:
            changeFrame(Frame.flags, &host) { $0 | 1 << Flags.ringShift }
        default: break
        }
    }

    /// Makes all ones that have just been read zero.
    private mutating func readZero(_ word: UInt32?) {
        guard let word, let decoded = Decoded(word: word), [.inp, .inr, .load].contains(decoded.instruction) else { return }
        let register = Int(decoded.d)
        if monitor.machine.cpu.registers[register] == ~0 { monitor.machine.cpu.registers[register] = 0 }
    }
}

// MARK: Memory

extension BrokenMonitor {
    private mutating func pageFault(_ error: UInt32, _ host: inout Host) {
        let address = host.cpu[.cr2]
        let write = error & PageFaultCode.write != 0
        let entry = monitor.tableEntry(address, host)
        let before = entry.map { host.monitorWord($0) } ?? 0
        let fetch = error & PageFaultCode.fetch != 0
        switch host.translate(address, write: write, fetch: fetch, ring: monitor.machine.cpu.ring, in: &monitor.machine).0 {
        case .fault(let fault): inject(spoiled(fault, hostError: error), .truePageFault, &host)
        case .outside where fetch: monitor.pageFault(error, on: &host)
        case .outside: reachDevice(&host)
        case .ram(let offset) where mutation == .writeTraceForgotten && write && host.isTraced(frame: offset >> 12):
            monitor.exited(.writeTrace, on: &host)
            _ = host.emulate(&monitor.machine)
            monitor.machine.tracedWrites = []
        case .ram:
            monitor.pageFault(error, on: &host)
            if let entry { loseBits(entry, before, &host) }
        }
    }

    private func spoiled(_ fault: Fault, hostError: UInt32) -> Fault {
        var fault = fault
        let ring: UInt32 = 3 << PageFaultCode.ringShift
        if mutation == .hostRingInErrorCode { fault.error = fault.error & ~ring | hostError & ring }
        if mutation == .faultAddressLost { fault.address = nil }
        return fault
    }

    /// Takes back what the walk has noted in the guest's entry.
    private func loseBits(_ entry: UInt32, _ before: UInt32, _ host: inout Host) {
        let bit = mutation == .accessedBitLost ? PTE.accessed : mutation == .dirtyBitLost ? PTE.dirty : 0
        monitor.clear(bit, in: entry, before: before, &host)
    }

    private mutating func reachDevice(_ host: inout Host) {
        monitor.exited(.deviceMemory, on: &host)
        let word = host.guestInstruction(monitor.machine.cpu, monitor.machine.map)
        if mutation == .diskAtGuestAddress || mutation == .diskInOnePiece {
            _ = host.emulate(&monitor.machine)
            startDisk(&host)
        } else {
            _ = monitor.emulate(on: &host)
        }
        if mutation == .nothingReadsZero { readZero(word) }
    }

    /// Hands a request of the guest's disk to the host's, without a list of pages.
    private mutating func startDisk(_ host: inout Host) {
        guard let request = monitor.machine.bus.modify(Disk.self, { $0.takeRequest() }) ?? nil else { return }
        let symbols = host.bus.symbols
        let page = mutation == .diskInOnePiece ? monitor.machine.map.offset(of: request.pages[0]) : Int(request.pages[0])
        host.writeDevice(symbols["DISK_SECTOR"]!, request.sector)
        host.writeDevice(symbols["DISK_ADDRESS"]!, UInt32(page ?? 0) | request.offset)
        host.writeDevice(symbols["DISK_COUNT"]!, request.count)
        host.writeDevice(symbols["DISK_LIST"]!, 0)
        host.writeDevice(symbols["DISK_COMMAND"]!, request.command)
    }
}
