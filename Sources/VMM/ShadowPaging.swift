import ISA
import Machine

/// Shadow page tables: what the host's MMU walks while a guest runs that believes in its own tables.
///
/// There is a shadow page for each page of the guest's tables that has been used, built entry by entry as accesses fault
/// (hidden faults). The guest's pages behind them are traced: a write to one is seen, and the entries made from what was
/// written are made anew or dropped. A shadow page stays when the guest changes address spaces, for when it comes back.
package struct ShadowPaging: Sendable {
    /// What a shadow page stands for.
    private struct Key: Hashable {
        enum Role: Hashable { case directory, table, flatDirectory, flatTable }
        let role: Role
        /// The guest's frame; for flat tables, which translate while the guest's paging is off, the place in the directory.
        let frame: UInt32
        /// The virtual ring that runs in ring 1: its rights are in the entries. Ring 3's are the same in all.
        let ring: UInt8
    }

    private struct Page {
        let key: Key
        /// The host's frame.
        let frame: UInt32
        /// Entries of shadow directories that lead here.
        var parents = Backlinks()
        /// Traced writes since an access last needed it.
        var writes = 0

        var isDirectory: Bool { key.role == .directory || key.role == .flatDirectory }
    }

    package struct Counters: Hashable, Sendable {
        package var filled: UInt64 = 0
        /// Made when the guest wrote its own, not when an access needed them.
        package var prefilled: UInt64 = 0
        package var dropped: UInt64 = 0
        package var pagesBuilt: UInt64 = 0
        package var pagesDropped: UInt64 = 0
        package var resets: UInt64 = 0
    }

    /// How the guest is run that the shadows are for.
    package enum Use: Hashable, Sendable {
        /// In outer rings, with the monitor in the strip of the same address spaces.
        case deprivileged
        /// In non-root mode, in its own rings, with a tag in the TLB or without.
        case nonRoot(vpid: UInt32?)
    }

    private let map: GuestPhysicalMap
    private let use: Use
    private let pool: Range<UInt32>
    private var pages: [UInt32: Page] = [:]
    private var frameOfKey: [Key: UInt32] = [:]
    /// The shadow pages made from what lies in a frame of the host's.
    private var shadowsOfFrame: [Int: [UInt32]] = [:]
    /// Shadow entries through which a frame of the host's can be written.
    private var writersOfFrame: [UInt32: Backlinks] = [:]
    private var freeFrames: [UInt32]
    /// The directory that the host's cr3 points to, and what it was selected for.
    private var root: UInt32
    private var selected: Key?
    package private(set) var counters = Counters()

    /// A page-table page written so often without being used is taken for something else.
    private static let patience = 32

    package init(map: GuestPhysicalMap, _ use: Use, pool: Range<UInt32> = MonitorMemory.pool) {
        self.map = map
        self.use = use
        self.pool = pool
        freeFrames = pool.reversed()
        root = 0
    }

    package var rootAddress: UInt32 { root << 12 }
    package var pageCount: Int { pages.count }

    // MARK: Address spaces

    /// Makes the shadow of the guest's current tables the host's. The TLB is flushed if `flush` or if they are others.
    package mutating func selectRoot(_ cpu: CPU, flush: Bool, on host: inout Host) {
        let ring: UInt8 = use != .deprivileged ? 0 : cpu.ring == 3 ? selected?.ring ?? 0 : cpu.ring
        let key =
            cpu.pagingEnabled
            ? Key(role: .directory, frame: cpu[.cr3] >> 12, ring: ring) : Key(role: .flatDirectory, frame: 0, ring: 0)
        if key == selected, !flush { return }
        if freeFrames.isEmpty, frameOfKey[key] == nil {
            reset(cpu, on: &host)
        } else if let root = frameOfKey[key] ?? build(key, on: &host) {
            selected = key
            let changed = root != self.root
            self.root = root
            if changed || flush { loadRoot(on: &host) }
        }
    }

    /// Has the guest translated by the selected root, with nothing in the TLB of what was.
    private func loadRoot(on host: inout Host) {
        switch use {
        case .deprivileged: host.loadTableBase(root << 12)
        case .nonRoot(let vpid):
            host.vmwrite(.guestCR3, root << 12, to: .memory)
            if let vpid { host.invvpid(vpid) }
        }
    }

    /// Drops what the TLB has of a page of the guest's. Without a tag, nothing of it outlives the exit.
    func invalidate(_ address: UInt32, on host: inout Host) {
        switch use {
        case .deprivileged: host.invalidatePage(address)
        case .nonRoot(let vpid): if let vpid { host.invvpid(vpid) }
        }
    }

    /// Drops every shadow, for when what they were made by has changed for all.
    package mutating func reset(_ cpu: CPU, on host: inout Host) {
        counters.resets &+= 1
        for frame in shadowsOfFrame.keys { host.trace(frame: frame, false) }
        counters.pagesDropped &+= UInt64(pages.count)
        host.charge(.tableEntry, count: UInt64(pages.count))
        (pages, frameOfKey, shadowsOfFrame, writersOfFrame) = ([:], [:], [:], [:])
        freeFrames = pool.reversed()
        (root, selected) = (0, nil)
        selectRoot(cpu, flush: true, on: &host)
    }

    // MARK: Filling

    /// Makes the entry for a page that the guest's own tables allow it to reach, after they have been walked for the access.
    package mutating func fill(_ address: UInt32, _ cpu: CPU, on host: inout Host) {
        // Two pages at the most are built here; with fewer free everything is built anew.
        if freeFrames.count < 2 { reset(cpu, on: &host) }
        let slot = address >> 22
        let index = address >> 12 & 1023
        let (directory, table) = guestEntries(address, cpu, host)
        let ring = pages[root]!.key.ring
        let key =
            cpu.pagingEnabled
            ? Key(role: .table, frame: directory >> 12, ring: ring) : Key(role: .flatTable, frame: slot, ring: 0)
        guard let frame = frameOfKey[key] ?? build(key, on: &host) else { return }
        pages[frame]!.writes = 0
        pages[root]!.writes = 0

        let place = root << 12 + slot * 4
        let entry = shadow(directory, frame: frame, ring: ring) | PTE.accessed
        host.charge(.deriveEntry)
        if host.monitorWord(place) | PTE.accessed != entry {
            host.charge(.tableEntry)
            host.setMonitorWord(place, entry)
            link(place, toTable: frame, host)
        }
        host.charge(.deriveEntry)
        if let leaf = leaf(table, ring: ring, host) {
            write(leaf, at: frame << 12 + index * 4, on: &host)
            counters.filled &+= 1
            host.emitMonitorEvent(.shadowFill(address: address))
        }
    }

    private mutating func write(_ leaf: UInt32, at place: UInt32, on host: inout Host) {
        host.charge(.tableEntry)
        host.setMonitorWord(place, leaf)
        if leaf & PTE.writable != 0 { link(place, toFrame: leaf >> 12, host) }
    }

    /// The guest's entries for an address; while paging is off, those of tables that map everything to itself.
    private func guestEntries(_ address: UInt32, _ cpu: CPU, _ host: borrowing Host) -> (UInt32, UInt32) {
        let all = PTE.present | PTE.writable | PTE.ringMask | PTE.accessed | PTE.dirty
        guard cpu.pagingEnabled else { return (all, address & PTE.frame | all) }
        let directory = host.guestWord(cpu[.cr3] + (address >> 22) * 4, map)
        return (directory, host.guestWord(directory & PTE.frame + (address >> 12 & 1023) * 4, map))
    }

    /// A shadow entry with the rights of the guest's.
    private func shadow(_ entry: UInt32, frame: UInt32, ring: UInt8) -> UInt32 {
        let allowed = UInt8((entry & PTE.ringMask) >> PTE.ringShift)
        let compressed: UInt8 = allowed == 3 ? 3 : allowed >= ring ? 1 : 0
        let host = UInt32(use == .deprivileged ? compressed : allowed)
        return frame << 12 | PTE.present | entry & PTE.writable | host << PTE.ringShift
    }

    /// The shadow entry of a page that is RAM of the guest's. The first write to a clean page, and every write to a traced
    /// one, must be seen, so neither is writable.
    private func leaf(_ entry: UInt32, ring: UInt8, _ host: borrowing Host) -> UInt32? {
        guard let offset = map.offset(of: entry & PTE.frame) else { return nil }
        var leaf = shadow(entry, frame: UInt32(offset >> 12), ring: ring) | PTE.accessed
        if entry & PTE.dirty == 0 || host.isTraced(frame: offset >> 12) { leaf &= ~PTE.writable }
        return leaf & PTE.writable != 0 ? leaf | PTE.dirty : leaf
    }

    // MARK: Ways back

    private mutating func link(_ place: UInt32, toTable frame: UInt32, _ host: borrowing Host) {
        var parents = pages[frame]!.parents
        parents.add(place)
        if parents.isFull { parents.keep { leads($0, toTable: frame, host) } }
        pages[frame]!.parents = parents
    }

    private mutating func link(_ place: UInt32, toFrame frame: UInt32, _ host: borrowing Host) {
        var writers = writersOfFrame.removeValue(forKey: frame) ?? Backlinks()
        writers.add(place)
        if writers.isFull { writers.keep { writes($0, frame, host) } }
        writersOfFrame[frame] = writers
    }

    /// Whether the word at a place is, now, a directory entry that leads to a table.
    private func leads(_ place: UInt32, toTable frame: UInt32, _ host: borrowing Host) -> Bool {
        let entry = host.monitorWord(place)
        return pages[place >> 12]?.isDirectory == true && entry & PTE.present != 0 && entry >> 12 == frame
    }

    /// Whether the word at a place is, now, an entry through which a frame can be written.
    private func writes(_ place: UInt32, _ frame: UInt32, _ host: borrowing Host) -> Bool {
        let entry = host.monitorWord(place)
        return pages[place >> 12]?.isDirectory == false && entry & PTE.writable != 0 && entry >> 12 == frame
    }

    // MARK: Building and dropping pages

    private mutating func build(_ key: Key, on host: inout Host) -> UInt32? {
        guard let frame = freeFrames.popLast() else { return nil }
        host.clearMonitorPage(frame: frame)
        host.charge(.guestReference, count: MonitorMemory.linesOfPage)
        counters.pagesBuilt &+= 1
        pages[frame] = Page(key: key, frame: frame)
        frameOfKey[key] = frame
        if use == .deprivileged, key.role == .directory || key.role == .flatDirectory {
            host.setMonitorWord(frame << 12 + MonitorMemory.stripSlot * 4, MonitorMemory.stripEntry)
        }
        if key.role == .directory || key.role == .table, let offset = map.offset(of: key.frame << 12) {
            trace(offset >> 12, frame, on: &host)
        }
        return frame
    }

    /// From now on writes to the guest's page behind a shadow are seen: the shadow entries that could write it no longer can.
    private mutating func trace(_ guestFrame: Int, _ shadow: UInt32, on host: inout Host) {
        let first = shadowsOfFrame[guestFrame] == nil
        shadowsOfFrame[guestFrame, default: []].append(shadow)
        guard first else { return }
        host.trace(frame: guestFrame, true)
        protect(guestFrame, on: &host)
    }

    /// Takes a frame of the host's away from all entries that could write it.
    package mutating func protect(_ guestFrame: Int, on host: inout Host) {
        var changed = false
        for place in writersOfFrame.removeValue(forKey: UInt32(guestFrame))?.places ?? [] {
            guard writes(place, UInt32(guestFrame), host) else { continue }
            host.charge(.tableEntry)
            host.setMonitorWord(place, host.monitorWord(place) & ~(PTE.writable | PTE.dirty))
            changed = true
        }
        if changed, root != 0 { loadRoot(on: &host) }
    }

    private mutating func drop(_ frame: UInt32, on host: inout Host) {
        guard let page = pages.removeValue(forKey: frame) else { return }
        counters.pagesDropped &+= 1
        host.charge(.tableEntry)
        frameOfKey[page.key] = nil
        if let offset = map.offset(of: page.key.frame << 12) {
            shadowsOfFrame[offset >> 12]?.removeAll { $0 == frame }
            if shadowsOfFrame[offset >> 12]?.isEmpty == true {
                shadowsOfFrame[offset >> 12] = nil
                host.trace(frame: offset >> 12, false)
            }
        }
        for place in page.parents.places where leads(place, toTable: frame, host) {
            host.charge(.tableEntry)
            host.setMonitorWord(place, 0)
        }
        loadRoot(on: &host)
        freeFrames.append(frame)
    }

    // MARK: Traces

    /// Takes in writes to traced pages: entries that no longer say what the guest's do are brought up to date or dropped.
    package mutating func take(_ writes: [Range<Int>], on host: inout Host) {
        for write in writes {
            for frame in shadowsOfFrame[write.lowerBound >> 12] ?? [] {
                for offset in stride(from: write.lowerBound & ~3, to: write.upperBound, by: 4) {
                    let index = UInt32(offset & 0xfff) >> 2
                    let word = host.monitorWord(UInt32(offset))
                    bringUpToDate(frame, index, with: word, on: &host)
                }
                countWrite(frame, on: &host)
            }
        }
    }

    /// A table that is written without being used may be one no longer. Whether the processor's walks come by it, the accessed bits
    /// say: halfway they are taken away; at the end, none has come by if they are still gone.
    private mutating func countWrite(_ frame: UInt32, on host: inout Host) {
        guard frame != root else { return }
        pages[frame]!.writes += 1
        if pages[frame]!.writes == Self.patience / 2 {
            for place in parents(of: frame, host) {
                host.charge(.tableEntry)
                host.setMonitorWord(place, host.monitorWord(place) & ~PTE.accessed)
            }
            flush(on: &host)
        } else if pages[frame]!.writes >= Self.patience {
            let parents = parents(of: frame, host)
            host.charge(.guestReference, count: UInt64(parents.count))
            if parents.contains(where: { host.monitorWord($0) & PTE.accessed != 0 }) {
                pages[frame]!.writes = 0
            } else {
                drop(frame, on: &host)
            }
        }
    }

    private func parents(of frame: UInt32, _ host: borrowing Host) -> [UInt32] {
        pages[frame]!.parents.places.filter { leads($0, toTable: frame, host) }
    }

    /// Drops all that the TLB has of the guest's. Without a tag, nothing of it outlives the exit.
    private func flush(on host: inout Host) {
        switch use {
        case .deprivileged: loadRoot(on: &host)
        case .nonRoot: invalidate(0, on: &host)
        }
    }

    /// Makes an entry what it must be now that the guest's has been written. An entry that the shadows did not have yet is made
    /// at once if the guest's has been used before: it will be again.
    private mutating func bringUpToDate(_ frame: UInt32, _ index: UInt32, with entry: UInt32, on host: inout Host) {
        guard let page = pages[frame], !(page.isDirectory && index == MonitorMemory.stripSlot) else { return }
        let place = frame << 12 + index * 4
        let present = host.monitorWord(place)
        let wanted = wanted(entry, page, present, on: &host)
        // A directory's entry is made when it is needed.
        if wanted | PTE.accessed == present | PTE.accessed || page.isDirectory && present == 0 { return }
        if wanted != 0, !page.isDirectory { write(wanted, at: place, on: &host) } else { clear(place, on: &host) }
        if wanted != 0, !page.isDirectory {
            counters.prefilled &+= 1
            parents(of: frame, host).first.map { host.emitMonitorEvent(.shadowFill(address: Self.address(index, below: $0))) }
        }
        if present == 0 { return }
        counters.dropped &+= 1
        if page.isDirectory {
            host.emitMonitorEvent(.shadowDrop(address: index << 22))
            if frame == root { loadRoot(on: &host) }
        } else {
            invalidate(page, index, on: &host)
        }
    }

    private func clear(_ place: UInt32, on host: inout Host) {
        host.charge(.tableEntry)
        host.setMonitorWord(place, 0)
    }

    /// What an entry must be by the guest's; 0 if it is to be made when an access needs it, or there is none.
    private func wanted(_ entry: UInt32, _ page: Page, _ present: UInt32, on host: inout Host) -> UInt32 {
        let isUsed = entry & (PTE.present | PTE.reserved) == PTE.present && entry & PTE.accessed != 0 && !hasReservedRing(entry)
        guard isUsed, present != 0 || !page.isDirectory else { return 0 }
        host.charge(.deriveEntry)
        guard page.isDirectory else { return leaf(entry, ring: page.key.ring, host) ?? 0 }
        let key = Key(role: .table, frame: entry >> 12, ring: page.key.ring)
        return frameOfKey[key].map { shadow(entry, frame: $0, ring: page.key.ring) | PTE.accessed } ?? 0
    }

    /// The guest-virtual address of a table's entry, by the directory's entry above it.
    private static func address(_ index: UInt32, below parent: UInt32) -> UInt32 { ((parent & 0xfff) >> 2) << 22 | index << 12 }

    /// A table with more parents than this has the whole TLB flushed, rather than a page at each of its addresses.
    private static let fewParents = 8

    private func invalidate(_ page: Page, _ index: UInt32, on host: inout Host) {
        if case .nonRoot = use {
            let parent = page.parents.places.first { leads($0, toTable: page.frame, host) } ?? 0
            host.emitMonitorEvent(.shadowDrop(address: Self.address(index, below: parent)))
            return invalidate(0, on: &host)
        }
        guard page.parents.places.count <= Self.fewParents else { return loadRoot(on: &host) }
        for parent in page.parents.places where parent >> 12 == root && leads(parent, toTable: page.frame, host) {
            let address = Self.address(index, below: parent)
            host.emitMonitorEvent(.shadowDrop(address: address))
            invalidate(address, on: &host)
        }
    }

    /// Rings 1 and 2 may be reserved or not, by a control bit that the shadows do not know; entries with them are made anew.
    private func hasReservedRing(_ entry: UInt32) -> Bool {
        let ring = (entry & PTE.ringMask) >> PTE.ringShift
        return ring == 1 || ring == 2
    }
}
