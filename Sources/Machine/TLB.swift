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

    func find(_ page: UInt32) -> TLBEntry? {
        let start = set(of: page) * ways
        for index in start..<start + ways {
            if let entry = entries[index], entry.page == page { return entry }
        }
        return nil
    }

    /// Takes the entry in, in place of one with the same page if there is one. Returns the page that had to go, if any.
    mutating func insert(_ entry: TLBEntry) -> UInt32? {
        let set = set(of: entry.page)
        let places = set * ways..<(set + 1) * ways
        if let same = places.first(where: { entries[$0]?.page == entry.page }) ?? places.first(where: { entries[$0] == nil }) {
            entries[same] = entry
            return nil
        }
        let place = set * ways + Int(nextVictim[set])
        nextVictim[set] = (nextVictim[set] + 1) & UInt8(ways - 1)
        let evicted = entries[place]?.page
        entries[place] = entry
        return evicted
    }

    mutating func drop(_ page: UInt32) {
        let set = set(of: page)
        for index in set * ways..<(set + 1) * ways where entries[index]?.page == page { entries[index] = nil }
    }

    mutating func flush() {
        for index in entries.indices { entries[index] = nil }
    }

    /// What it holds now, by page.
    package var contents: [TLBEntry] { entries.compactMap { $0 }.sorted { $0.page < $1.page } }
    package var capacity: Int { entries.count }
}
