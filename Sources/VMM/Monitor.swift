import Devices
import ISA
import Machine

/// What monitors have in common: a virtual machine for the guest, whose memory and devices are not what it takes them for, and
/// the bookkeeping of exits. How the guest is run is the engines' own: see `Deprivileging.swift` for one way.
package struct Monitor: Sendable {
    package var machine: VirtualMachine
    /// The shadows of the guest's page tables; or else the nested tables below them.
    package var shadows: ShadowPaging?
    package var nested: NestedTables?
    package var devices = VirtualDevices()
    package private(set) var statistics = ExitStatistics()
    /// The host's processor is executing the guest; else the virtual machine's registers are the guest's.
    package internal(set) var isGuestRunning = false
    /// Writes to watched code, for who has translated it.
    private var codeWrites: [Range<Int>] = []
    /// Guest instructions that the monitor carried out.
    package private(set) var emulated: UInt64 = 0

    /// Takes a host at reset whose guest has been loaded by way of the map, and makes it the monitor's. The monitor itself runs
    /// with the tables at `tableBase`.
    package init(
        _ host: inout Host, map: GuestPhysicalMap, entry: UInt32, tableBase: UInt32, trapTime: Bool = true,
        answersHypercalls: Bool = false
    ) {
        let capacity = host.bus.first(Disk.self).map { UInt32($0.sectors.count) } ?? 0
        machine = VirtualMachine(bus: StandardBoard.virtualBus(diskCapacity: capacity), map: map)
        machine.cpu.pc = entry
        MonitorMemory.build(on: &host)
        host.giveRing0(
            trapTable: MonitorMemory.address(ofFrame: MonitorMemory.trapTable),
            stack: MonitorMemory.address(ofFrame: MonitorMemory.stack + 1), tableBase: tableBase, trapTime: trapTime,
            answersHypercalls: answersHypercalls)
    }

    // MARK: Exits

    /// The guest has been left, or the monitor interrupted: an exit begins. One that came while the monitor was at work ends
    /// the exit before.
    package mutating func beginExit(at cycle: UInt64, on host: inout Host) {
        end(at: cycle, on: &host)
        statistics.begin(at: cycle)
        isGuestRunning = false
        host.charge(.dispatch)
    }

    /// Names the reason of the exit under way.
    package mutating func exited(_ reason: ExitReason, on host: inout Host) {
        statistics.set(reason)
        host.emitMonitorEvent(.exit(reason: reason.name))
    }

    /// The guest runs again.
    package mutating func endExit(on host: inout Host) {
        end(at: host.ledger.clock, on: &host)
        isGuestRunning = true
    }

    private mutating func end(at cycle: UInt64, on host: inout Host) {
        guard statistics.isInExit else { return }
        statistics.end(at: cycle)
        if let last = statistics.last { host.emitSpan(last.reason.name, last.cycles) }
    }

    /// Somebody outside the machine has taken the guest out of the processor; no exit begins.
    package mutating func interruptGuest() { isGuestRunning = false }

    /// The guest was entered, but left again at once: the exit that came is not over.
    package mutating func isEntered() { isGuestRunning = true }

    /// The guest has come to an end: the exit that it came by is the last.
    package mutating func finish(on host: inout Host) { end(at: host.ledger.clock, on: &host) }

    /// The guest waits: so does the host.
    package mutating func wait(_ slice: Slice, on host: inout Host) -> HostStop {
        end(at: host.ledger.clock, on: &host)
        return host.waitForInterrupt(slice)
    }

    // MARK: Work for the guest

    /// Carries out the guest's next instruction, with what it means for memory and devices. Returns what it came to. With
    /// `returnsFaults`, a fault is the caller's to deliver.
    package mutating func emulate(on host: inout Host, returnsFaults: Bool = false) -> Host.Emulated {
        let retired = host.counters.retired
        host.charge(.emulate)
        let result = follow(on: &host) { $0.emulate(&$1, returnsFaults: returnsFaults) }
        let completed = host.counters.retired &- retired
        emulated &+= completed
        if result.faulted { host.charge(.inject) }
        if completed > 0, let decoded = result.decoded { flush(decoded, result.operand, on: &host) }
        return result
    }

    /// The monitor has carried out an instruction of the guest's by means of its own.
    package mutating func carriedOut(byRing ring: UInt8, on host: inout Host) {
        host.countForGuest(ring: ring)
        emulated &+= 1
    }

    /// What an instruction does to the guest's TLB is done to the host's.
    private mutating func flush(_ decoded: Decoded, _ operand: UInt32, on host: inout Host) {
        switch decoded.instruction {
        case .invlpg: shadows?.invalidate(operand, on: &host)
        case .movtcr where decoded.d == ControlRegister.cr3.rawValue:
            shadows?.selectRoot(machine.cpu, flush: true, on: &host)
        default: break
        }
    }

    /// Has the host do something to the virtual machine; then does what that means for shadows and devices, and charges the
    /// references to memory.
    private mutating func follow(
        on host: inout Host, _ body: (inout Host, inout VirtualMachine) -> Host.Emulated
    ) -> Host.Emulated {
        let accesses = machine.counters.portAccesses &+ machine.counters.deviceMemoryAccesses
        let memoryAccesses = machine.counters.deviceMemoryAccesses
        var result = body(&host, &machine)
        result.neededMonitor = !machine.tracedWrites.isEmpty || machine.counters.deviceMemoryAccesses != memoryAccesses
        host.charge(.guestReference, count: result.references)
        takeTracedWrites(on: &host)
        if result.changedCR0 & CR0.middleRings != 0 { shadows?.reset(machine.cpu, on: &host) }
        if machine.counters.portAccesses &+ machine.counters.deviceMemoryAccesses != accesses {
            devices.follow(&machine, host.deviceWrites, on: &host)
        }
        return result
    }

    /// Whether the guest's next instruction must be carried out by itself: the guest single-steps, or has an interrupt that
    /// waits for the end of that instruction after `sti`, or may get one on the way there.
    package func stepIsDue() -> Bool {
        machine.cpu.trace || machine.cpu.interruptShadow
    }

    /// Delivers a fault of the guest's own to it.
    package mutating func inject(_ fault: Fault, on host: inout Host) {
        host.charge(.inject)
        _ = follow(on: &host) { $0.inject(fault, into: &$1) }
    }

    /// Delivers an interrupt of the guest's devices, if it can take one now. Returns whether it did.
    package mutating func deliverInterrupt(on host: inout Host) -> Bool {
        guard machine.bus.pendingVector != nil, host.interruptWaits(in: &machine) else { return false }
        host.charge(.inject)
        _ = follow(on: &host) { $0.deliverInterrupt(into: &$1) }
        return true
    }

    /// Takes in what has been written to watched pages since the last time.
    package mutating func takeTracedWrites(on host: inout Host) {
        if !machine.tracedWrites.isEmpty {
            let writes = machine.tracedWrites
            machine.tracedWrites = []
            take(writes, on: &host)
        }
        // A disk of the host's that wrote to the guest's tables.
        let writes = host.takeTracedWrites()
        if !writes.isEmpty { take(writes, on: &host) }
    }

    private mutating func take(_ writes: [Range<Int>], on host: inout Host) {
        shadows?.take(writes, on: &host)
        for write in writes where host.isCodeWatched(frame: write.lowerBound >> 12) { codeWrites.append(write) }
    }

    /// The writes to watched code since the last call.
    package mutating func takeCodeWrites() -> [Range<Int>] {
        if codeWrites.isEmpty { return [] }
        defer { codeWrites = [] }
        return codeWrites
    }

    /// What a page fault of the host's is to its guest.
    package enum PageFault: Sendable {
        /// The guest's own tables raise it.
        case own(Fault)
        /// It wants to reach a device, or nothing.
        case outside
        /// It writes to a page that is traced.
        case trace
        /// The shadows did not have the page yet.
        case hidden
    }

    /// Walks the guest's tables for the access that faulted, by a ring of the guest's.
    package mutating func classify(_ address: UInt32, _ error: UInt32, ring: UInt8, on host: inout Host) -> PageFault {
        let write = error & PageFaultCode.write != 0
        let fetch = error & PageFaultCode.fetch != 0
        let (translation, references) = host.translate(address, write: write, fetch: fetch, ring: ring, in: &machine)
        host.charge(.guestReference, count: references)
        takeTracedWrites(on: &host)
        switch translation {
        case .fault(let fault): return .own(fault)
        case .outside: return .outside
        case .ram(let offset): return write && host.isTraced(frame: offset >> 12) ? .trace : .hidden
        }
    }

    /// An interrupt of the host's.
    package mutating func serveInterrupt(on host: inout Host) {
        exited(.externalInterrupt, on: &host)
        devices.serve(&machine, on: &host)
        takeTracedWrites(on: &host)
    }

    /// What shadows or nested tables have seen, by name.
    package var memoryCounters: [String: UInt64] {
        if let counters = shadows?.counters {
            return [
                "shadowFills": counters.filled, "shadowPrefills": counters.prefilled, "shadowDrops": counters.dropped,
                "shadowPagesBuilt": counters.pagesBuilt,
                "shadowPagesDropped": counters.pagesDropped, "shadowResets": counters.resets,
            ]
        }
        return nested.map { ["nestedFills": $0.counters.filled, "nestedTables": $0.counters.tables] } ?? [:]
    }

    /// The share of the guest's instructions that the monitor did not carry out.
    package func directShare(retired: UInt64) -> Double { retired == 0 ? 1 : 1 - Double(emulated) / Double(retired) }
}
