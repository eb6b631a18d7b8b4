import ISA

/// One translation that the TLB holds.
package struct TLBEntry: Hashable, Sendable {
    package var page: UInt32
    package var frame: UInt32
    package var writable: Bool
    /// The least privileged ring allowed.
    package var ring: UInt8
    /// The page-table entry's dirty bit is set: a first write need not walk again.
    package var dirty: Bool
    /// Below nested tables: they allow writes, too.
    package var hostWritable = true
    /// Whose translation it is.
    package var space = AddressSpace.root
}

/// Whose translations the TLB's entries are: the VPID that a guest was entered with, and its nested tables.
package struct AddressSpace: Hashable, Sendable {
    /// 0 is root mode's, and every guest's that has none of its own.
    package var vpid: UInt16
    /// The nested directory's address, if there is one.
    package var nestedTable: UInt32?
    package static let root = AddressSpace(vpid: 0, nestedTable: nil)
}

/// The translation look-aside buffer: set-associative, with round-robin replacement in a set.
///
/// Real world: processors of the time have separate buffers for instructions and data and replace by approximations of
/// least-recently-used. Round robin needs no bookkeeping on a hit.
package struct TLB: Sendable {
    private var entries: [TLBEntry?]
    private var nextVictim: [UInt8]
    private let ways: Int

    /// `entries` and `ways` are powers of two, `ways` at most `entries`; the host model has checked it.
    init(entries: Int, ways: Int) {
        precondition(entries > 0 && ways > 0 && entries % ways == 0 && (entries / ways).nonzeroBitCount == 1 && ways <= 128)
        self.entries = Array(repeating: nil, count: entries)
        self.nextVictim = Array(repeating: 0, count: entries / ways)
        self.ways = ways
    }

    private func set(of page: UInt32) -> Int { Int(page) & (nextVictim.count - 1) }

    func find(_ page: UInt32, _ space: AddressSpace) -> TLBEntry? {
        let start = set(of: page) * ways
        for index in start..<start + ways {
            if let entry = entries[index], entry.page == page, entry.space == space { return entry }
        }
        return nil
    }

    private func isSame(_ index: Int, _ page: UInt32, _ space: AddressSpace) -> Bool {
        entries[index].map { $0.page == page && $0.space == space } ?? false
    }

    /// Takes the entry in, in place of one for the same page if there is one. Returns the page that had to go, if any.
    mutating func insert(_ entry: TLBEntry) -> UInt32? {
        let set = set(of: entry.page)
        let places = set * ways..<(set + 1) * ways
        if let same = places.first(where: { isSame($0, entry.page, entry.space) }) ?? places.first(where: { entries[$0] == nil }) {
            entries[same] = entry
            return nil
        }
        let place = set * ways + Int(nextVictim[set])
        nextVictim[set] = (nextVictim[set] + 1) & UInt8(ways - 1)
        let evicted = entries[place]?.page
        entries[place] = entry
        return evicted
    }

    mutating func drop(_ page: UInt32, _ space: AddressSpace) {
        let set = set(of: page)
        for index in set * ways..<(set + 1) * ways where isSame(index, page, space) { entries[index] = nil }
    }

    /// Drops the entries of the spaces that the caller chooses.
    mutating func flush(where isChosen: (AddressSpace) -> Bool) {
        for index in entries.indices {
            if let entry = entries[index], isChosen(entry.space) { entries[index] = nil }
        }
    }

    /// What it holds now, by page and space.
    package var contents: [TLBEntry] {
        entries.compactMap { $0 }.sorted { ($0.page, $0.space.vpid) < ($1.page, $1.space.vpid) }
    }
    package var capacity: Int { entries.count }
}
