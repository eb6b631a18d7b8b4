import ISA

// Nested paging: below non-root mode's own page tables lie the host's, from guest-physical to host-physical addresses. A walk
// goes through them at each of its steps: 2×2 levels make eight references.

/// An access below nested tables that they do not allow, or cannot be asked about.
package struct NestedFault: Hashable, Sendable {
    package let guestPhysical: UInt32
    package let linear: UInt32
    /// `NestedViolation` bits; `nil` for an entry that cannot be.
    package let qualification: UInt32?
}

/// What the processor wants of a guest-physical page.
enum NestedAccess {
    /// An entry of the guest's tables, on the way.
    case tableRead, tableWrite
    /// What the guest itself accesses.
    case final(Access)

    fileprivate var isWrite: Bool {
        switch self {
        case .tableRead, .final(.read), .final(.fetch): false
        case .tableWrite, .final(.write): true
        }
    }

    fileprivate var bits: UInt32 {
        switch self {
        case .tableRead: NestedViolation.read
        case .tableWrite: NestedViolation.write
        case .final(.read): NestedViolation.read | NestedViolation.final
        case .final(.write): NestedViolation.write | NestedViolation.final
        case .final(.fetch): NestedViolation.fetch | NestedViolation.final
        }
    }
}

extension Fault {
    static func nestedViolation(
        _ guestPhysical: UInt32, _ access: NestedAccess, linear: UInt32, readable: Bool
    ) -> Fault {
        nested(guestPhysical, linear, access.bits | (readable ? NestedViolation.readable : 0))
    }

    fileprivate static func nested(_ guestPhysical: UInt32, _ linear: UInt32, _ qualification: UInt32?) -> Fault {
        var fault = Fault(vector: 0, error: 0)
        fault.nested = NestedFault(guestPhysical: guestPhysical, linear: linear, qualification: qualification)
        return fault
    }
}

/// A guest-physical page in the host's memory.
struct NestedPage: Hashable {
    var frame: UInt32
    var writable: Bool
}

/// Nested translations that walks have found: a few entries, the oldest of which goes.
///
/// Real world: processors cache entries of both dimensions at several levels. This one holds whole nested translations, as the
/// nested TLB of the first processors with nested paging did.
struct WalkCache: Sendable {
    private struct Entry {
        let table: UInt32
        let guestFrame: UInt32
        let page: NestedPage
    }
    private var entries: [Entry] = []
    private var oldest = 0
    private let capacity: Int

    init(capacity: Int) { self.capacity = capacity }

    func find(_ guestFrame: UInt32, _ table: UInt32) -> NestedPage? {
        entries.first { $0.guestFrame == guestFrame && $0.table == table }?.page
    }

    mutating func insert(_ page: NestedPage, _ guestFrame: UInt32, _ table: UInt32) {
        guard capacity > 0 else { return }
        let entry = Entry(table: table, guestFrame: guestFrame, page: page)
        if let same = entries.firstIndex(where: { $0.guestFrame == guestFrame && $0.table == table }) {
            entries[same] = entry
        } else if entries.count < capacity {
            entries.append(entry)
        } else {
            entries[oldest] = entry
            oldest = (oldest + 1) % capacity
        }
    }

    mutating func drop(_ guestFrame: UInt32, _ table: UInt32) {
        entries.removeAll { $0.guestFrame == guestFrame && $0.table == table }
        oldest = 0
    }

    /// Drops what came by a nested directory.
    mutating func flush(_ table: UInt32) {
        entries.removeAll { $0.table == table }
        oldest = 0
    }
}

extension Host {
    /// Where the page of a guest-physical address lies.
    mutating func nestedPage(
        _ guestPhysical: UInt32, in table: UInt32, _ access: NestedAccess, linear: UInt32, _ cost: inout WalkCost
    ) throws(Fault) -> NestedPage {
        let guestFrame = guestPhysical >> 12
        if let page = walkCache.find(guestFrame, table), page.writable || !access.isWrite {
            cost.cacheHits &+= 1
            return page
        }
        let page: NestedPage
        do {
            page = try walkNested(guestPhysical, table, access, linear, &cost)
        } catch {
            walkCache.drop(guestFrame, table)
            throw error
        }
        walkCache.insert(page, guestFrame, table)
        return page
    }

    private func walkNested(
        _ guestPhysical: UInt32, _ table: UInt32, _ access: NestedAccess, _ linear: UInt32, _ cost: inout WalkCost
    ) throws(Fault) -> NestedPage {
        var (rights, place) = (NestedPTE.readable | NestedPTE.writable, table + (guestPhysical >> 22) * 4)
        var entry: UInt32 = 0
        for level in 0..<2 {
            cost.references &+= 1
            entry = physicalWord(place)
            if entry & (NestedPTE.readable | NestedPTE.writable) == NestedPTE.writable
                || entry & NestedPTE.readable != 0 && entry & NestedPTE.reserved != 0
            {
                throw .nested(guestPhysical, linear, nil)
            }
            rights &= entry
            if rights & NestedPTE.readable == 0 { break }
            if level == 0 { place = entry & NestedPTE.frame + (guestPhysical >> 12 & 1023) * 4 }
        }
        let needed = access.isWrite ? NestedPTE.writable : NestedPTE.readable
        guard rights & needed != 0 else {
            var bits = access.bits
            if rights & NestedPTE.readable != 0 { bits |= NestedViolation.readable }
            if rights & NestedPTE.writable != 0, rights & NestedPTE.readable != 0 { bits |= NestedViolation.writable }
            throw .nested(guestPhysical, linear, bits)
        }
        return NestedPage(frame: entry >> 12, writable: rights & NestedPTE.writable != 0)
    }

    /// Where the nested tables in use lead, without side effects; the address itself where there are none.
    func peekNested(_ guestPhysical: UInt32) -> UInt32? {
        guard let table = root.space.nestedTable else { return guestPhysical }
        var cost = WalkCost()
        guard let page = try? walkNested(guestPhysical, table, .tableRead, 0, &cost) else { return nil }
        return page.frame << 12 | guestPhysical & 0xfff
    }
}
