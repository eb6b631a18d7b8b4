import ISA
import Machine
import VMM

/// Hardware assist: root mode, a VMCS, and shadow or nested paging.
///
/// The guest's kernel runs in its own ring 0 and takes its own system calls and faults; what exits is what the VMCS says.
package struct HardwareAssistEngine: Engine {
    private var hardware: HardwareMonitor?
    private let paging: Paging
    private let clustering: Bool

    package init(paging: Paging, clustering: Bool = false) {
        (self.paging, self.clustering) = (paging, clustering)
    }

    package func memoryMap(guestSize: Int) -> GuestPhysicalMap? { MonitorMemory.map(guestSize: guestSize) }

    package mutating func boot(_ host: inout Host, entry: UInt32, map: GuestPhysicalMap?) {
        guard let map else { preconditionFailure("a monitor's guest has a map") }
        hardware = HardwareMonitor(&host, map: map, entry: entry, paging: paging, clustering: clustering)
    }

    package mutating func run(_ host: inout Host, _ slice: Slice) -> GuestStop {
        guard var hardware else { preconditionFailure("run before boot") }
        self.hardware = nil
        defer { self.hardware = hardware }
        return Self.run(&hardware, &host, slice)
    }

    private static func run(_ hardware: inout HardwareMonitor, _ host: inout Host, _ slice: Slice) -> GuestStop {
        while true {
            if hardware.monitor.isGuestRunning {
                switch host.run(slice) {
                case .budget: return .budget
                case .vmExit(let exit): hardware.exited(exit, on: &host)
                case .monitor, .powerOff, .halt, .tripleFault: preconditionFailure("the monitor's own machine stopped")
                }
            } else if let stop = hardware.monitor.machine.finalStop {
                hardware.monitor.finish(on: &host)
                return GuestStop(stop)
            } else if host.interruptIsDue, let entry = host.takeInterrupt() {
                interrupted(entry, &hardware, &host)
            } else if host.ledger.clock >= slice.cycle || host.now >= slice.tick {
                return .budget
            } else if hardware.isClustering {
                hardware.clusterStep(on: &host)
            } else {
                hardware.chooseEvent(on: &host)
                guard hardware.monitor.machine.cpu.halted else {
                    hardware.enter(on: &host)
                    continue
                }
                guard case .monitor(let entry) = hardware.monitor.wait(slice, on: &host) else { return .budget }
                interrupted(entry, &hardware, &host)
            }
        }
    }

    /// The monitor itself was interrupted, in root mode.
    private static func interrupted(_ entry: MonitorEntry, _ hardware: inout HardwareMonitor, _ host: inout Host) {
        hardware.endCluster()
        hardware.monitor.beginExit(at: entry.cycle, on: &host)
        hardware.monitor.serveInterrupt(on: &host)
    }

    package func addressing(_ host: borrowing Host) -> Addressing {
        if let root = hardware?.monitor.shadows?.rootAddress { return .shadow(root: root) }
        return .nested(root: host.peek(.nestedTable))
    }

    package func guestCPU(_ host: borrowing Host) -> CPU { hardware?.guestCPU(host) ?? CPU() }
    package func guestBus(_ host: borrowing Host) -> Bus { hardware?.monitor.machine.bus ?? Bus() }
    package func guestMap(_ host: borrowing Host) -> GuestPhysicalMap? { hardware?.monitor.machine.map }
    package var statistics: ExitStatistics? { hardware?.monitor.statistics }

    package func counters(_ host: borrowing Host) -> [String: UInt64] {
        guard let hardware else { return [:] }
        var counters = hardware.monitor.memoryCounters
        if clustering { counters["clusters"] = hardware.clusters }
        if clustering { counters["exitsSaved"] = hardware.exitsSaved }
        return counters
    }

    package func directShare(_ host: borrowing Host) -> Double {
        hardware?.monitor.directShare(retired: host.counters.retired) ?? 1
    }
}
