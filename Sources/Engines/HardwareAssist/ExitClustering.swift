import ISA
import Machine
import VMM

// Exit clustering (Agesen and others, USENIX ATC 2012): an exit is used for the instructions after it, too, if some of them would
// exit, because carrying out a few innocuous ones costs less than another exit.
extension HardwareMonitor {
    /// How many instructions are looked at for one that would exit.
    private static let lookahead = 4

    /// Goes on from an instruction that has been carried out.
    mutating func cluster(on host: inout Host) {
        var saved: UInt64 = 0
        while canGoOn, let distance = distanceToExit(host) {
            for _ in 0..<distance { emulate(on: &host) }
            guard canGoOn else { break }
            saved += 1
            emulate(on: &host)
        }
        guard saved > 0 else { return }
        clusters += 1
        exitsSaved += saved
    }

    /// Nothing else must happen before the guest's next instruction.
    private var canGoOn: Bool {
        let machine = monitor.machine
        return event == nil && machine.finalStop == nil && !machine.cpu.halted && machine.bus.pendingVector == nil
            && !machine.cpu.trace
    }

    /// How many innocuous instructions lie between here and one that would exit; `nil` if there is none near.
    private func distanceToExit(_ host: borrowing Host) -> Int? {
        var cpu = monitor.machine.cpu
        for distance in 0..<Self.lookahead {
            guard let word = host.guestInstruction(cpu, monitor.machine.map), let next = Decoded(word: word) else { return nil }
            if wouldExit(next) { return distance }
            guard next.instruction.row.cost == .alu, !next.instruction.row.endsBlock else { return nil }
            cpu.pc &+= 4
        }
        return nil
    }

    private func wouldExit(_ next: Decoded) -> Bool {
        guard monitor.machine.cpu.ring == 0 || next.instruction == .cpuid else { return false }
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
