import ISA
import Machine

// The guest runs in outer rings of the host, in an address space whose strip is the monitor's: ring compression. Whatever ring
// the guest's kernel believes to be in, it is ring 1.
extension Monitor {
    /// Takes a host at reset whose guest has been loaded by way of the map.
    /// `pool`: the frames for shadows. `trapTime`: `rdtsc` and `cpuid` trap outside ring 0.
    package init(
        deprivileging host: inout Host, map: GuestPhysicalMap, entry: UInt32, pool: Range<UInt32> = MonitorMemory.pool,
        trapTime: Bool = true
    ) {
        self.init(&host, map: map, entry: entry, tableBase: 0, trapTime: trapTime)
        shadows = ShadowPaging(map: map, .deprivileged, pool: pool)
        shadows?.selectRoot(machine.cpu, flush: true, on: &host)
        devices.start(on: &host)
    }

    /// The guest has been left by a gate: its registers are the virtual machine's again.
    package mutating func leaveGuest(_ entry: MonitorEntry, on host: inout Host) {
        if isGuestRunning {
            let ring = host.saveInterruptedGuest(entry, to: &machine.cpu)
            // A ring change that nobody was told of shows here: the hole of an outward iret.
            if ring == 3 { machine.cpu.ring = 3 } else if machine.cpu.ring == 3 { machine.cpu.ring = 0 }
        }
        beginExit(at: entry.cycle, on: &host)
    }

    /// Nothing more to do for the exit: the guest goes on, in the outer ring that stands for its own.
    package mutating func enterGuest(ring: UInt8, on host: inout Host) {
        shadows?.selectRoot(machine.cpu, flush: false, on: &host)
        host.enterGuest(machine.cpu, ring: ring, limit: machine.cpu.ring == 0 ? Architecture.stripBase : machine.cpu[.limit])
        endExit(on: &host)
    }

    /// A page fault of the host's: of the guest's own, of the shadows only, a write trace, or an access to a device.
    package mutating func pageFault(_ error: UInt32, on host: inout Host) {
        let address = host.cpu[.cr2]
        switch classify(address, error, ring: machine.cpu.ring, on: &host) {
        case .own(let fault):
            exited(.truePageFault, on: &host)
            inject(fault, on: &host)
        case .outside:
            exited(error & PageFaultCode.fetch != 0 ? .guestFault : .deviceMemory, on: &host)
            _ = emulate(on: &host)
        case .trace:
            exited(.writeTrace, on: &host)
            _ = emulate(on: &host)
        case .hidden:
            exited(.hiddenPageFault, on: &host)
            shadows?.fill(address, machine.cpu, on: &host)
        }
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
