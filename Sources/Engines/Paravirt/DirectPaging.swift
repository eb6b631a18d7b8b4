import ISA
import Machine
import VMM

/// Direct paging: the guest's page tables are the processor's, with machine addresses in them. The guest reads them but never
/// writes them; each entry is checked before the hypervisor writes it, or before a frame becomes a table.
///
/// The whole of its safety is one rule: a frame is used as one thing at a time. Each way to use it counts as one use, and only
/// without uses can it become something else.
struct DirectPaging: Sendable {
    enum Owner: UInt8, Sendable { case hypervisor, guest, nobody }
    enum Use: UInt8, Sendable {
        case none, writable, table, directory
        var isTable: Bool { self == .table || self == .directory }
    }

    /// What is known of a frame of the host's.
    struct Frame: Sendable {
        var owner = Owner.hypervisor
        var use = Use.none
        var isPinned = false
        /// By `use`.
        var uses: UInt32 = 0
        /// Uses, and mappings that only read.
        var references: UInt32 = 0
        /// The flush of the TLB after which the last mapping that could write it, or read it, was taken away.
        var lastWritable: UInt64 = 0
        var lastMapped: UInt64 = 0
    }

    struct Counters: Hashable, Sendable {
        var entriesChecked: UInt64 = 0
        var tablesChecked: UInt64 = 0
        var tableUpdates: UInt64 = 0
        var protectiveFlushes: UInt64 = 0
    }

    private(set) var frames: [Frame]
    /// The directory in use.
    private(set) var tableBase: UInt32
    /// Full flushes of the TLB so far, from 1 on.
    private var flushes: UInt64 = 1
    private(set) var counters = Counters()

    /// The guest owns the frames of its map.
    init(frameCount: Int, map: GuestPhysicalMap) {
        frames = Array(repeating: Frame(), count: frameCount)
        tableBase = 0
        for page in 0..<UInt32(map.size >> 12) { frames[map.offset(of: page << 12)! >> 12].owner = .guest }
    }

    /// Whether a frame is a page table or a directory in use.
    func isTable(_ frame: UInt32) -> Bool {
        frame < frames.count && frames[Int(frame)].use.isTable
    }

    // MARK: Using frames

    /// One more use of a frame of the guest's.
    mutating func take(_ frame: UInt32, as use: Use, on host: inout Host) throws(HypercallStatus) {
        try checkOwner(frame)
        let index = Int(frame)
        guard frames[index].use == use || frames[index].uses == 0 else { throw .wrongType }
        let isNew = frames[index].use != use
        // Counted before it is checked: a table that leads to itself must meet its own use.
        frames[index].use = use
        frames[index].uses += 1
        do {
            if isNew { try check(frame, as: use, on: &host) }
        } catch {
            (frames[index].use, frames[index].uses) = (.none, 0)
            throw error
        }
        frames[index].references += 1
    }

    /// One more mapping, or other user, that only reads.
    mutating func takeForReading(_ frame: UInt32) throws(HypercallStatus) {
        try checkOwner(frame)
        frames[Int(frame)].references += 1
    }

    mutating func drop(_ frame: UInt32, as use: Use, on host: inout Host) {
        let index = Int(frame)
        precondition(frames[index].use == use && frames[index].uses > 0, "a use that was never taken")
        frames[index].references -= 1
        frames[index].uses -= 1
        if use == .writable {
            frames[index].lastWritable = flushes
            frames[index].lastMapped = flushes
        }
        guard frames[index].uses == 0 else { return }
        if use.isTable { dropEntries(frame, below: Architecture.pageSize, on: &host) }
        frames[index].use = .none
    }

    mutating func dropForReading(_ frame: UInt32) {
        frames[Int(frame)].references -= 1
        frames[Int(frame)].lastMapped = flushes
    }

    private func checkOwner(_ frame: UInt32) throws(HypercallStatus) {
        guard frame < frames.count, frames[Int(frame)].owner == .guest else { throw .notOwned }
    }

    // MARK: Tables

    /// A frame is to become a table or a directory: nothing may still be able to write it, and every entry must be right.
    private mutating func check(_ frame: UInt32, as use: Use, on host: inout Host) throws(HypercallStatus) {
        guard use.isTable else { return }
        // No entry can write it any more; the TLB may remember one that could.
        if frames[Int(frame)].lastWritable == flushes { flushForSafety(on: &host) }
        counters.tablesChecked &+= 1
        host.charge(.guestReference, count: MonitorMemory.linesOfPage)
        let end = use == .directory ? MonitorMemory.windowSlot * 4 : Architecture.pageSize
        for offset in stride(from: UInt32(0), to: end, by: 4) {
            do {
                try takeTarget(of: host.monitorWord(frame << 12 + offset), in: use, on: &host)
            } catch {
                dropEntries(frame, below: offset, on: &host)
                throw error
            }
        }
        if use == .directory {
            host.setMonitorWord(frame << 12 + MonitorMemory.windowSlot * 4, MonitorMemory.windowEntry)
            host.setMonitorWord(frame << 12 + MonitorMemory.stripSlot * 4, MonitorMemory.stripEntry)
        }
    }

    /// The entries of a table that is none any more, up to an offset, no longer use what they lead to.
    private mutating func dropEntries(_ frame: UInt32, below end: UInt32, on host: inout Host) {
        let use = frames[Int(frame)].use
        host.charge(.guestReference, count: MonitorMemory.linesOfPage)
        for offset in stride(from: UInt32(0), to: end, by: 4) {
            if use == .directory, offset >= MonitorMemory.windowSlot * 4 {
                host.setMonitorWord(frame << 12 + offset, 0)
            } else {
                dropTarget(of: host.monitorWord(frame << 12 + offset), in: use, on: &host)
            }
        }
    }

    /// An entry that is to stand in a table or directory uses what it leads to.
    private mutating func takeTarget(of entry: UInt32, in use: Use, on host: inout Host) throws(HypercallStatus) {
        guard entry & PTE.present != 0 else { return }
        counters.entriesChecked &+= 1
        host.charge(.validate)
        guard entry & PTE.reserved == 0 else { throw .invalid }
        if use == .directory {
            try take(entry >> 12, as: .table, on: &host)
        } else if entry & PTE.writable != 0 {
            try take(entry >> 12, as: .writable, on: &host)
        } else {
            try takeForReading(entry >> 12)
        }
    }

    private mutating func dropTarget(of entry: UInt32, in use: Use, on host: inout Host) {
        guard entry & PTE.present != 0 else { return }
        host.charge(.validate)
        if use == .directory {
            drop(entry >> 12, as: .table, on: &host)
        } else if entry & PTE.writable != 0 {
            drop(entry >> 12, as: .writable, on: &host)
        } else {
            dropForReading(entry >> 12)
        }
    }

    /// Writes an entry of a table or directory that is in use as one.
    mutating func update(_ place: UInt32, to entry: UInt32, on host: inout Host) throws(HypercallStatus) {
        guard place & 3 == 0 else { throw .invalid }
        let frame = place >> 12
        try checkOwner(frame)
        let use = frames[Int(frame)].use
        guard use.isTable else { throw .wrongType }
        if use == .directory, (place & 0xfff) >> 2 >= MonitorMemory.windowSlot { throw .reserved }
        try takeTarget(of: entry, in: use, on: &host)
        // Both the old entry and the new one.
        host.charge(.guestReference)
        let old = host.monitorWord(place)
        host.charge(.guestReference)
        host.setMonitorWord(place, entry)
        dropTarget(of: old, in: use, on: &host)
        counters.tableUpdates &+= 1
    }

    /// Writes the entry for an address in the tables in use.
    mutating func updateMapping(_ address: UInt32, to entry: UInt32, on host: inout Host) throws(HypercallStatus) {
        guard address < ParavirtualInterface.windowBase else { throw .reserved }
        host.charge(.guestReference)
        guard let place = host.tableEntryAddress(address) else { throw .invalid }
        try update(place, to: entry, on: &host)
    }

    mutating func pin(_ frame: UInt32, level: UInt32, on host: inout Host) throws(HypercallStatus) {
        guard level == 1 || level == 2 else { throw .invalid }
        try checkOwner(frame)
        guard !frames[Int(frame)].isPinned else { throw .busy }
        try take(frame, as: level == 1 ? .table : .directory, on: &host)
        frames[Int(frame)].isPinned = true
    }

    mutating func unpin(_ frame: UInt32, on host: inout Host) throws(HypercallStatus) {
        try checkOwner(frame)
        guard frames[Int(frame)].isPinned else { throw .invalid }
        frames[Int(frame)].isPinned = false
        drop(frame, as: frames[Int(frame)].use, on: &host)
    }

    /// Takes another directory into use.
    mutating func setTableBase(_ frame: UInt32, on host: inout Host) throws(HypercallStatus) {
        try take(frame, as: .directory, on: &host)
        let old = tableBase
        tableBase = frame
        // What the old one's end takes away is not in the TLB any more after the flush.
        drop(old, as: .directory, on: &host)
        flush(on: &host)
    }

    /// The first directory, checked like all.
    mutating func start(with frame: UInt32, on host: inout Host) throws(HypercallStatus) {
        try pin(frame, level: 2, on: &host)
        try take(frame, as: .directory, on: &host)
        tableBase = frame
        counters = Counters()
    }

    // MARK: The TLB

    /// Drops all that the TLB has.
    mutating func flush(on host: inout Host) {
        host.loadTableBase(tableBase << 12)
        flushes &+= 1
    }

    private mutating func flushForSafety(on host: inout Host) {
        counters.protectiveFlushes &+= 1
        flush(on: &host)
    }

    // MARK: Giving frames back

    /// The frame is the hypervisor's again, to give to others.
    mutating func release(_ frame: UInt32, on host: inout Host) throws(HypercallStatus) {
        try checkOwner(frame)
        guard frames[Int(frame)].references == 0 else { throw .busy }
        if frames[Int(frame)].lastMapped == flushes { flushForSafety(on: &host) }
        frames[Int(frame)].owner = .nobody
    }

    mutating func claim(_ frame: UInt32) {
        precondition(frames[Int(frame)].owner == .nobody)
        frames[Int(frame)].owner = .guest
    }
}
