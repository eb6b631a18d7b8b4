import ISA
import Machine
import VMM

/// Trap-and-emulate, the classic way: the guest's kernel runs in ring 1, its programs in ring 3, both directly; whatever is
/// privileged traps and is carried out by the monitor on the virtual machine.
///
/// It works exactly where Popek and Goldberg say it does: where every sensitive instruction is privileged.
package struct TrapEngine: Engine {
    private var monitor: Monitor?

    package init() {}

    package func memoryMap(guestSize: Int) -> GuestPhysicalMap? { MonitorMemory.map(guestSize: guestSize) }

    package mutating func boot(_ host: inout Host, entry: UInt32, map: GuestPhysicalMap?) {
        guard let map else { preconditionFailure("a monitor's guest has a map") }
        monitor = Monitor(deprivileging: &host, map: map, entry: entry)
    }

    package mutating func run(_ host: inout Host, _ slice: Slice) -> GuestStop {
        guard var monitor else { preconditionFailure("run before boot") }
        self.monitor = nil
        defer { self.monitor = monitor }
        return Self.run(&monitor, &host, slice)
    }

    private static func run(_ monitor: inout Monitor, _ host: inout Host, _ slice: Slice) -> GuestStop {
        while true {
            if monitor.isGuestRunning {
                switch host.run(slice) {
                case .budget: return .budget
                case .monitor(let entry): handle(entry, &monitor, &host)
                case .powerOff, .halt, .tripleFault, .vmExit: preconditionFailure("the monitor's own machine stopped")
                }
            } else if let stop = monitor.machine.finalStop {
                monitor.finish(on: &host)
                return GuestStop(stop)
            } else if host.interruptIsDue, let entry = host.takeInterrupt() {
                handle(entry, &monitor, &host)
            } else if host.ledger.clock >= slice.cycle || host.now >= slice.tick {
                return .budget
            } else if monitor.deliverInterrupt(on: &host) {
                continue
            } else if monitor.machine.cpu.halted {
                guard case .monitor(let entry) = monitor.wait(slice, on: &host) else { return .budget }
                handle(entry, &monitor, &host)
            } else if monitor.stepIsDue() {
                _ = monitor.emulate(on: &host)
            } else {
                // Ring compression: whatever ring the guest's kernel believes to be in, it is ring 1.
                monitor.enterGuest(ring: monitor.machine.cpu.ring == 3 ? 3 : 1, on: &host)
            }
        }
    }

    private static func handle(_ entry: MonitorEntry, _ monitor: inout Monitor, _ host: inout Host) {
        monitor.leaveGuest(entry, on: &host)
        switch entry.kind {
        case .interrupt: monitor.serveInterrupt(on: &host)
        case .callout, .hypercall: preconditionFailure("a way in that is closed")
        case .systemCall: emulate(&monitor, &host)
        case .trap(let vector, let error):
            switch Vector(rawValue: vector) {
            case .pageFault: monitor.pageFault(error, on: &host)
            case .protection where ProtectionCause(rawValue: UInt8(truncatingIfNeeded: error))?.isForEmulation == true:
                emulate(&monitor, &host)
            case .debug:
                monitor.exited(.debugTrap, on: &host)
                monitor.inject(Fault(vector: vector, error: error), on: &host)
            default:
                monitor.exited(.guestFault, on: &host)
                monitor.inject(Fault(vector: vector, error: error), on: &host)
            }
        }
    }

    /// The instruction that trapped, for the guest. If the guest's own ring may not execute it either, that gives the guest
    /// its fault.
    private static func emulate(_ monitor: inout Monitor, _ host: inout Host) {
        let reason = host.guestInstruction(monitor.machine.cpu, monitor.machine.map).flatMap(ExitReason.init(word:)) ?? .guestFault
        monitor.exited(reason, on: &host)
        _ = monitor.emulate(on: &host)
    }

    package func addressing(_ host: borrowing Host) -> Addressing { .shadow(root: monitor?.shadows?.rootAddress ?? 0) }

    package func guestCPU(_ host: borrowing Host) -> CPU { monitor?.guestCPU(host) ?? CPU() }
    package func guestBus(_ host: borrowing Host) -> Bus { monitor?.machine.bus ?? Bus() }
    package func guestMap(_ host: borrowing Host) -> GuestPhysicalMap? { monitor?.machine.map }
    package var statistics: ExitStatistics? { monitor?.statistics }
    package var counters: [String: UInt64] { monitor?.memoryCounters ?? [:] }

    package func directShare(_ host: borrowing Host) -> Double {
        monitor?.directShare(retired: host.counters.retired) ?? 1
    }
}
