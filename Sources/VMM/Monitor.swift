import Devices
import ISA
import Machine

/// What monitors have in common that run a guest in outer rings of the host: its virtual machine, the shadows of its page
/// tables, its devices, and the bookkeeping of exits.
package struct Monitor: Sendable {
    package var machine: VirtualMachine
    package var shadows: ShadowPaging
    package var devices = VirtualDevices()
    package private(set) var statistics = ExitStatistics()
    /// The host's processor is executing the guest; else the virtual machine's registers are the guest's.
    package private(set) var isGuestRunning = false
    /// Guest instructions that the monitor carried out.
    package private(set) var emulated: UInt64 = 0

    /// Takes a host at reset whose guest has been loaded by way of the map.
    package init(_ host: inout Host, map: GuestPhysicalMap, entry: UInt32) {
        let capacity = host.bus.first(Disk.self).map { UInt32($0.sectors.count) } ?? 0
        machine = VirtualMachine(bus: StandardBoard.virtualBus(diskCapacity: capacity), map: map)
        machine.cpu.pc = entry
        shadows = ShadowPaging(map: map)
        MonitorMemory.build(on: &host)
        shadows.selectRoot(machine.cpu, flush: false, on: &host)
        host.giveRing0(
            trapTable: MonitorMemory.address(ofFrame: MonitorMemory.trapTable),
            stack: MonitorMemory.address(ofFrame: MonitorMemory.stack + 1), tableBase: shadows.rootAddress)
        devices.start(on: &host)
    }

    // MARK: Exits

    /// The guest has been left: its registers are the virtual machine's again.
    package mutating func leaveGuest(_ entry: MonitorEntry, on host: inout Host) {
        // One that came while the monitor was at work ends the exit before.
        statistics.end(at: entry.cycle)
        statistics.begin(at: entry.cycle)
        if isGuestRunning {
            isGuestRunning = false
            let ring = host.saveInterruptedGuest(entry, to: &machine.cpu)
            // A ring change that nobody was told of shows here: the hole of an outward iret.
            if ring == 3 { machine.cpu.ring = 3 } else if machine.cpu.ring == 3 { machine.cpu.ring = 0 }
        }
        host.charge(.dispatch)
    }

    /// Names the reason of the exit under way.
    package mutating func exited(_ reason: ExitReason, on host: inout Host) {
        statistics.set(reason)
        host.emitMonitorEvent(.exit(reason: reason.name))
    }

    /// Nothing more to do for the exit: the guest goes on, in the outer ring that stands for its own.
    package mutating func enterGuest(ring: UInt8, on host: inout Host) {
        shadows.selectRoot(machine.cpu, flush: false, on: &host)
        host.enterGuest(machine.cpu, ring: ring, limit: machine.cpu.ring == 0 ? Architecture.stripBase : machine.cpu[.limit])
        statistics.end(at: host.ledger.clock)
        isGuestRunning = true
    }

    /// The guest has come to an end: the exit that it came by is the last.
    package mutating func finish(on host: borrowing Host) { statistics.end(at: host.ledger.clock) }

    /// The guest waits: so does the host.
    package mutating func wait(_ slice: Slice, on host: inout Host) -> HostStop {
        statistics.end(at: host.ledger.clock)
        return host.waitForInterrupt(slice)
    }

    // MARK: Work for the guest

    /// Carries out the guest's next instruction, with what it means for shadows and devices. Returns what it came to.
    package mutating func emulate(on host: inout Host) -> Host.Emulated {
        let retired = host.counters.retired
        let before = machine.cpu
        host.charge(.emulate)
        let result = follow(on: &host) { $0.emulate(&$1) }
        emulated &+= host.counters.retired &- retired
        if result.faulted { host.charge(.inject) } else if let decoded = result.decoded { flush(decoded, before, on: &host) }
        return result
    }

    /// What an instruction does to the guest's TLB is done to the host's.
    private mutating func flush(_ decoded: Decoded, _ before: CPU, on host: inout Host) {
        switch decoded.instruction {
        case .invlpg: host.invalidatePage(before.registers[Int(decoded.a & 15)])
        case .movtcr where decoded.d == ControlRegister.cr3.rawValue: shadows.selectRoot(machine.cpu, flush: true, on: &host)
        default: break
        }
    }

    /// Has the host do something to the virtual machine; then does what that means for shadows and devices, and charges the
    /// references to memory.
    private mutating func follow(
        on host: inout Host, _ body: (inout Host, inout VirtualMachine) -> Host.Emulated
    ) -> Host.Emulated {
        let before = machine.cpu[.cr0]
        let accesses = machine.counters.portAccesses &+ machine.counters.deviceMemoryAccesses
        let result = body(&host, &machine)
        host.charge(.guestReference, count: result.references)
        takeTracedWrites(on: &host)
        if (machine.cpu[.cr0] ^ before) & CR0.middleRings != 0 { shadows.reset(machine.cpu, on: &host) }
        if machine.counters.portAccesses &+ machine.counters.deviceMemoryAccesses != accesses {
            devices.follow(&machine, result.deviceWrites, on: &host)
        }
        return result
    }

    /// Whether the guest's next instruction must be carried out by itself: the guest single-steps, or has an interrupt that
    /// waits for the end of that instruction after `sti`.
    package mutating func stepIsDue() -> Bool {
        if machine.cpu.interruptShadow, machine.bus.pendingVector == nil { machine.cpu.interruptShadow = false }
        return machine.cpu.trace || machine.cpu.interruptShadow
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

    private mutating func takeTracedWrites(on host: inout Host) {
        if !machine.tracedWrites.isEmpty {
            let writes = machine.tracedWrites
            machine.tracedWrites = []
            shadows.take(writes, on: &host)
        }
        // A disk of the host's that wrote to the guest's tables.
        let writes = host.takeTracedWrites()
        if !writes.isEmpty { shadows.take(writes, on: &host) }
    }

    /// A page fault of the host's: of the guest's own, of the shadows only, a write trace, or an access to a device.
    package mutating func pageFault(_ error: UInt32, on host: inout Host) {
        let address = host.cpu[.cr2]
        let write = error & PageFaultCode.write != 0
        let fetch = error & PageFaultCode.fetch != 0
        let (translation, references) = host.translate(address, write: write, fetch: fetch, in: &machine)
        host.charge(.guestReference, count: references)
        takeTracedWrites(on: &host)
        switch translation {
        case .fault(let fault):
            exited(.truePageFault, on: &host)
            inject(fault, on: &host)
        case .outside:
            exited(fetch ? .guestFault : .deviceMemory, on: &host)
            _ = emulate(on: &host)
        case .ram(let offset) where write && host.isTraced(frame: offset >> 12):
            exited(.writeTrace, on: &host)
            _ = emulate(on: &host)
        case .ram:
            exited(.hiddenPageFault, on: &host)
            shadows.fill(address, machine.cpu, on: &host)
        }
    }

    /// An interrupt of the host's.
    package mutating func serveInterrupt(on host: inout Host) {
        exited(.externalInterrupt, on: &host)
        devices.serve(&machine, on: &host)
        takeTracedWrites(on: &host)
    }

    /// The guest's processor now.
    package func guestCPU(_ host: borrowing Host) -> CPU {
        var cpu = machine.cpu
        if isGuestRunning {
            host.saveRunningGuest(to: &cpu)
            if host.cpu.ring == 3 { cpu.ring = 3 } else if cpu.ring == 3 { cpu.ring = 0 }
        }
        return cpu
    }
}
