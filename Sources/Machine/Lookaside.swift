import ISA

/// What makes a memory access one comparison: for translations that the TLB holds, the place in RAM, by ring.
///
/// It is derived state. An entry exists only for a page that is in the TLB (or for any page while paging is off), lies in
/// RAM, is below the limit, and may be accessed by the ring; a write tag only if a store needs nothing but the store: writable,
/// dirty already, no code on the page, no image waiting for the old contents. Dropping entries is never visible to a guest.
///
/// One of the few places with unsafe code. The argument for its safety: a page's pointer comes from `PhysicalMemory`, which lives as
/// long as the host that owns this; a tag matches only addresses of that page, with the alignment of the access.
struct Lookaside {
    struct Entry {
        /// The page's address with the key of who may use it, compared with the access's address without its offset but with
        /// the low bits that must be zero, so that a misaligned access never matches.
        var readTag: UInt32 = Lookaside.never
        var writeTag: UInt32 = Lookaside.never
        /// The page in RAM; valid while either tag is.
        private var page: UnsafeMutableRawPointer?

        init() {}

        init(readTag: UInt32, writeTag: UInt32, page: UnsafeMutableRawPointer) {
            self.readTag = readTag
            self.writeTag = writeTag
            self.page = page
        }

        // Only for an address that has matched a tag, so that the page is there and the offset is aligned.
        @inline(__always) private func place(_ address: UInt32) -> UnsafeMutableRawPointer {
            page.unsafelyUnwrapped + Int(address & 0xfff)
        }
        @inline(__always) func word(_ address: UInt32) -> UInt32 { UInt32(littleEndian: place(address).load(as: UInt32.self)) }
        @inline(__always) func half(_ address: UInt32) -> UInt16 { UInt16(littleEndian: place(address).load(as: UInt16.self)) }
        @inline(__always) func byte(_ address: UInt32) -> UInt8 { place(address).load(as: UInt8.self) }
        @inline(__always) func setWord(_ address: UInt32, _ value: UInt32) {
            place(address).storeBytes(of: value.littleEndian, as: UInt32.self)
        }
        @inline(__always) func setHalf(_ address: UInt32, _ value: UInt16) {
            place(address).storeBytes(of: value.littleEndian, as: UInt16.self)
        }
        @inline(__always) func setByte(_ address: UInt32, _ value: UInt8) { place(address).storeBytes(of: value, as: UInt8.self) }

        @inline(__always) func frame(in memory: PhysicalMemory) -> Int { (page.unsafelyUnwrapped - memory.base) >> 12 }
    }

    /// Who makes an access: a ring, and whether by a monitor form, which the limit does not bind.
    struct Key: Hashable {
        /// In the tag, where the page's offset would be.
        let tag: UInt32
        /// Parts the rings' entries for like pages.
        let salt: UInt8

        init(ring: UInt8, monitor: Bool) {
            let number = ring + (monitor ? 4 : 0)
            tag = UInt32(number) << 4
            salt = number &* 37
        }

        static let all = (0..<8).map { Key(ring: $0 & 3, monitor: $0 > 3) }
    }

    /// A tag that no access matches.
    static let never: UInt32 = 0xfff

    /// In place, and as many as an index byte can tell apart: no bound to check.
    private var entries = InlineArray<256, Entry>(repeating: Entry())

    @inline(__always) subscript(key: Key, address: UInt32) -> Entry {
        get { entries[Int(UInt8(truncatingIfNeeded: address >> 12) ^ key.salt)] }
        set { entries[Int(UInt8(truncatingIfNeeded: address >> 12) ^ key.salt)] = newValue }
    }

    mutating func fill(key: Key, address: UInt32, page: UnsafeMutableRawPointer, writable: Bool) {
        let tag = address & PTE.frame | key.tag
        self[key, address] = Entry(readTag: tag, writeTag: writable ? tag : Self.never, page: page)
    }

    mutating func drop(page: UInt32) {
        let address = page << 12
        for key in Key.all where self[key, address].readTag == address | key.tag { self[key, address] = Entry() }
    }

    /// After a page has been given a flag: stores must come by the slow path again.
    mutating func dropWriteTags() {
        for index in entries.indices { entries[index].writeTag = Self.never }
    }

    mutating func clear() {
        for index in entries.indices { entries[index] = Entry() }
    }
}
