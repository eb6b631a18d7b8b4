import ISA
import Machine
import VMM

// Where a mistake is put into a guest's memory.
extension Monitor {
    /// Where in the host's memory the guest's page-table entry for an address is.
    func tableEntry(_ address: UInt32, _ host: borrowing Host) -> UInt32? {
        let (cpu, map) = (machine.cpu, machine.map)
        guard cpu.pagingEnabled else { return nil }
        let directory = host.guestWord(cpu[.cr3] + (address >> 22) * 4, map)
        return map.offset(of: directory & PTE.frame + (address >> 12 & 1023) * 4).map { UInt32($0) }
    }

    /// Takes back what a walk has noted in an entry that said less before.
    func clear(_ bit: UInt32, in entry: UInt32, before: UInt32, _ host: inout Host) {
        guard bit & ~before != 0 else { return }
        host.setMonitorWord(entry, host.monitorWord(entry) & ~bit)
        _ = host.takeTracedWrites()
    }

    /// Changes a word of a frame that has just been pushed.
    mutating func changeFrame(
        at sp: UInt32, ring: UInt8, _ offset: UInt32, _ host: inout Host, _ change: (UInt32) -> UInt32
    ) {
        guard
            case .ram(let place) = host.translate(sp + offset, write: true, fetch: false, ring: ring, in: &machine).0
        else { return }
        host.setMonitorWord(UInt32(place), change(host.monitorWord(UInt32(place))))
    }
}
