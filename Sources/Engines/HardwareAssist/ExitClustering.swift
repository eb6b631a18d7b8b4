import ISA
import Machine
import VMM

// Exit clustering (Agesen and others, USENIX ATC 2012): an exit is used for the instructions after it, too, if some of them would
// exit, because carrying out a few innocuous ones costs less than another exit.
extension HardwareMonitor {
    /// How many instructions are looked at for one that would exit.
    private static let lookahead = 4

    /// One under way.
    struct Cluster: Sendable {
        /// Exits saved so far.
        var saved: UInt64 = 0
        /// Innocuous instructions before the next that would exit; `nil` before that has been looked for.
        var distance: Int?
    }

    /// Carries out the next instruction of the cluster under way, or ends it.
    package mutating func clusterStep(on host: inout Host) {
        guard var cluster else { return }
        guard canGoOn, let distance = cluster.distance ?? distanceToExit(on: &host) else { return endCluster() }
        emulate(on: &host)
        cluster.distance = distance == 0 ? nil : distance - 1
        if distance == 0, event == nil { cluster.saved += 1 }
        self.cluster = cluster
    }

    /// Something else is to be done.
    package mutating func endCluster() {
        if let cluster, cluster.saved > 0 {
            clusters += 1
            exitsSaved += cluster.saved
        }
        cluster = nil
    }

    /// Nothing else must happen before the guest's next instruction, as far as the guest is concerned.
    private var canGoOn: Bool {
        event == nil && monitor.machine.finalStop == nil && !monitor.machine.cpu.halted && !monitor.machine.cpu.trace
            && monitor.machine.bus.pendingVector == nil
    }

    /// How many innocuous instructions lie between here and one that would exit; `nil` if there is none near.
    private func distanceToExit(on host: inout Host) -> Int? {
        var cpu = monitor.machine.cpu
        for distance in 0..<Self.lookahead {
            host.charge(.guestReference)
            guard let word = host.guestInstruction(cpu, monitor.machine.map), let next = Decoded(word: word) else { return nil }
            if wouldExit(next) { return distance }
            guard next.instruction.row.cost == .alu, !next.instruction.row.endsBlock else { return nil }
            cpu.pc &+= 4
        }
        return nil
    }

    private func wouldExit(_ next: Decoded) -> Bool {
        guard monitor.machine.cpu.ring == 0 else { return false }
        switch next.instruction.row.exit {
        case .always, .ioBitmap, .hlt: return true
        case .invlpg: return paging == .shadow
        case .controlRegister:
            let register = next.instruction == .movfcr ? next.a : next.d
            return paging == .shadow && register == ControlRegister.cr3.rawValue
        case .never, .rdtsc: return false
        }
    }
}
