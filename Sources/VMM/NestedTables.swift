import ISA
import Machine

/// The nested tables of a guest: what the host's MMU goes through below the guest's own tables. They depend on nothing that the
/// guest does, so they are filled, once, with the pages that it reaches.
package struct NestedTables: Sendable {
    package struct Counters: Hashable, Sendable {
        package var filled: UInt64 = 0
        package var tables: UInt64 = 0
    }

    private let map: GuestPhysicalMap
    private let directory: UInt32
    /// By the place in the directory.
    private var tables: [UInt32: UInt32] = [:]
    private var freeFrames: Range<UInt32>
    package private(set) var counters = Counters()

    package init(map: GuestPhysicalMap) {
        self.map = map
        directory = MonitorMemory.pool.lowerBound
        freeFrames = MonitorMemory.pool.dropFirst()
    }

    /// The directory's address.
    package var root: UInt32 { directory << 12 }

    /// Makes the entry for a page of the guest's RAM. False if there is none at the address.
    package mutating func fill(_ guestPhysical: UInt32, on host: inout Host) -> Bool {
        guard let offset = map.offset(of: guestPhysical) else { return false }
        let slot = guestPhysical >> 22
        let table = tables[slot] ?? build(slot, on: &host)
        host.charge(.deriveEntry)
        host.charge(.tableEntry)
        host.setMonitorWord(table << 12 + (guestPhysical >> 12 & 1023) * 4, entry(UInt32(offset >> 12)))
        counters.filled &+= 1
        host.emitMonitorEvent(.nestedFill(address: guestPhysical))
        return true
    }

    private mutating func build(_ slot: UInt32, on host: inout Host) -> UInt32 {
        let table = freeFrames.removeFirst()
        host.clearMonitorPage(frame: table)
        host.charge(.guestReference, count: MonitorMemory.linesOfPage)
        host.charge(.tableEntry)
        host.setMonitorWord(directory << 12 + slot * 4, entry(table))
        tables[slot] = table
        counters.tables &+= 1
        return table
    }

    private func entry(_ frame: UInt32) -> UInt32 { frame << 12 | NestedPTE.readable | NestedPTE.writable }
}
