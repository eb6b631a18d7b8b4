import ISA
import Machine
import VMM

// Exit clustering (Agesen and others, USENIX ATC 2012): an exit is used for the instructions after it, too, if some of them would
// exit, because carrying out a few innocuous ones costs less than another exit.
extension HardwareMonitor {
    /// How many instructions are looked at for one that would exit.
    private static let lookahead = 4

    /// Goes on from an instruction that has been carried out.
    mutating func cluster(_ slice: Slice, on host: inout Host) {
        var saved: UInt64 = 0
        going: while canGoOn(slice, host), let distance = distanceToExit(on: &host) {
            for _ in 0..<distance {
                emulate(on: &host)
                guard canGoOn(slice, host) else { break going }
            }
            emulate(on: &host)
            if event == nil { saved += 1 }
        }
        guard saved > 0 else { return }
        clusters += 1
        exitsSaved += saved
    }

    /// Nothing else must happen before the guest's next instruction.
    private func canGoOn(_ slice: Slice, _ host: borrowing Host) -> Bool {
        event == nil && monitor.machine.finalStop == nil && !monitor.machine.cpu.halted && !monitor.machine.cpu.trace
            && monitor.machine.bus.pendingVector == nil && !host.interruptIsDue && host.ledger.clock < slice.cycle
            && host.now < slice.tick
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
