import ISA
import Machine
import VMM

/// Paravirtualization: a kernel that has been ported runs in ring 1 and asks the hypervisor for what only ring 0 can do.
package struct ParavirtEngine: Engine {
    private var hypervisor: Hypervisor?

    package init() {}

    package func memoryMap(guestSize: Int) -> GuestPhysicalMap? { MonitorMemory.map(guestSize: guestSize) }

    package func reservedMemory(guestSize: Int) -> Range<Int> {
        Int(DomainBuilder.freeEnd(guestSize: guestSize))..<guestSize
    }

    package mutating func boot(_ host: inout Host, entry: UInt32, map: GuestPhysicalMap?) {
        guard let map else { preconditionFailure("a hypervisor's guest has a map") }
        hypervisor = Hypervisor(&host, entry: entry, map: map)
    }

    package mutating func run(_ host: inout Host, _ slice: Slice) -> GuestStop {
        guard var hypervisor else { preconditionFailure("run before boot") }
        self.hypervisor = nil
        defer { self.hypervisor = hypervisor }
        return Self.run(&hypervisor, &host, slice)
    }

    private static func run(_ hypervisor: inout Hypervisor, _ host: inout Host, _ slice: Slice) -> GuestStop {
        while true {
            if hypervisor.monitor.isGuestRunning {
                switch host.run(slice) {
                case .budget: return .budget
                case .monitor(let entry): hypervisor.handle(entry, on: &host)
                case .powerOff, .halt, .tripleFault, .vmExit: preconditionFailure("the hypervisor's own machine stopped")
                }
            } else if let stop = hypervisor.stop {
                hypervisor.monitor.finish(on: &host)
                return stop
            } else if host.interruptIsDue, let entry = host.takeInterrupt() {
                hypervisor.handle(entry, on: &host)
            } else if host.ledger.clock >= slice.cycle || host.now >= slice.tick {
                return .budget
            } else if hypervisor.isBlocked {
                guard case .monitor(let entry) = hypervisor.monitor.wait(slice, on: &host) else { return .budget }
                hypervisor.handle(entry, on: &host)
            } else if hypervisor.deliverEvent(on: &host) {
                continue
            } else {
                hypervisor.enter(on: &host)
            }
        }
    }

    /// The guest's own trap table, as the hypervisor has taken it over: handler and bits, by vector.
    package var gates: [(handler: UInt32, bits: UInt32)] {
        hypervisor?.traps.gates.map { ($0.address, $0.bits) } ?? []
    }

    /// The page of the disk's ring in the host's memory, while one is connected.
    package var diskRingFrame: UInt32? { hypervisor?.disk.ring?.frame }

    package func guestCPU(_ host: borrowing Host) -> CPU { hypervisor?.guestCPU(host) ?? CPU() }
    /// The devices are the host's; the guest has rings.
    package func guestBus(_ host: borrowing Host) -> Bus { host.bus }
    package func guestMap(_ host: borrowing Host) -> GuestPhysicalMap? { hypervisor?.map }
    package var statistics: ExitStatistics? { hypervisor?.monitor.statistics }
    package func counters(_ host: borrowing Host) -> [String: UInt64] { hypervisor?.namedCounters ?? [:] }
    package func directShare(_ host: borrowing Host) -> Double {
        hypervisor?.monitor.directShare(retired: host.counters.retired) ?? 1
    }
}

extension Hypervisor {
    /// What is counted, by name; each hypercall by its own.
    var namedCounters: [String: UInt64] {
        var named: [String: UInt64] = [
            "refusedCalls": counters.refusedCalls, "events": counters.events, "callbacks": counters.callbacks,
            "ringRequests": counters.ringRequests, "ringNotifications": counters.ringNotifications,
            "tableUpdates": paging.counters.tableUpdates, "entriesChecked": paging.counters.entriesChecked,
            "tablesChecked": paging.counters.tablesChecked, "protectiveFlushes": paging.counters.protectiveFlushes,
        ]
        for (call, count) in zip(Hypercall.allCases, counters.calls) { named["hcall \(call)"] = count }
        return named
    }
}
