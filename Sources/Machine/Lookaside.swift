import ISA

/// What makes a memory access one comparison: for translations that the TLB holds, the place in RAM, by ring.
///
/// It is derived state. An entry exists only for a page that is in the TLB (or for any page while paging is off), lies in
/// RAM, is below the limit, and may be accessed by the ring; a write tag only if a store needs nothing but the store: writable,
/// dirty already, no code on the page, no image waiting for the old contents. Dropping entries is never visible to a guest.
struct Lookaside {
    struct Entry {
        /// The page's address, compared with the access's address without its offset; low bits that must be zero (the
        /// alignment) take part, so that a misaligned access never matches.
        var readTag: UInt32 = Lookaside.never
        var writeTag: UInt32 = Lookaside.never
        /// The page's offset in RAM.
        var offset: Int32 = 0
        var unused: Int32 = 0
    }

    /// A tag that no access matches.
    static let never: UInt32 = 0xfff
    static let count = 256
    /// Rings 0…3, then rings 0…3 for the monitor forms, which are not bound by the limit.
    static let slices = 8

    var entries = [Entry](repeating: Entry(), count: slices * count)

    static func slice(ring: UInt8, monitor: Bool) -> Int { (Int(ring) + (monitor ? 4 : 0)) * count }

    @inline(__always) static func index(_ slice: Int, _ address: UInt32) -> Int { slice &+ Int(address >> 12 & 255) }

    mutating func fill(slice: Int, address: UInt32, offset: Int, writable: Bool) {
        let page = address & PTE.frame
        entries[Self.index(slice, address)] = Entry(
            readTag: page, writeTag: writable ? page : Self.never, offset: Int32(offset))
    }

    mutating func drop(page: UInt32) {
        let address = page << 12
        for slice in stride(from: 0, to: Self.slices * Self.count, by: Self.count) {
            let index = Self.index(slice, address)
            if entries[index].readTag == address { entries[index] = Entry() }
        }
    }

    /// After a page has been given a flag: stores must come by the slow path again.
    mutating func dropWriteTags() {
        for index in entries.indices { entries[index].writeTag = Self.never }
    }

    mutating func clear() {
        for index in entries.indices { entries[index] = Entry() }
    }
}
