import ISA

/// What makes a memory access one comparison: for translations that the TLB holds, the place in RAM, by ring.
///
/// It is derived state. An entry exists only for a page that is in the TLB (or for any page while paging is off), lies in
/// RAM, is below the limit, and may be accessed by the ring; a write tag only if a store needs nothing but the store: writable,
/// dirty already, no code on the page, no image waiting for the old contents. Dropping entries is never visible to a guest.
///
/// One of the few places with unsafe code. The argument for its safety: the entries of all banks are there for the whole
/// life of the lookaside, and an index byte cannot leave its bank; a page's place comes from `PhysicalMemory`, which lives as
/// long as the host that owns this; a tag matches only addresses of that page, with the alignment of the access.
struct Lookaside: ~Copyable {
    struct Entry {
        /// The page's address, compared with the access's address without its offset but with the low bits that must be
        /// zero, so that a misaligned access never matches.
        var readTag: UInt32 = Lookaside.never
        var writeTag: UInt32 = Lookaside.never
        /// What to add to an address for its place in RAM; valid while either tag is.
        private var bias: UInt = 0

        init() {}

        init(readTag: UInt32, writeTag: UInt32, page: UnsafeMutableRawPointer) {
            self.readTag = readTag
            self.writeTag = writeTag
            bias = UInt(bitPattern: page) &- UInt(readTag)
        }

        // Only for an address that has matched a tag, so that the page is there and the offset is aligned.
        @inline(__always) private func place(_ address: UInt32) -> UnsafeMutableRawPointer {
            UnsafeMutableRawPointer(bitPattern: bias &+ UInt(address)).unsafelyUnwrapped
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

        /// The frame of the page that the address lies on.
        @inline(__always) func frame(of address: UInt32, in memory: PhysicalMemory) -> Int { (place(address) - memory.base) >> 12 }
    }

    /// The entries for one kind of access: by a ring, and either bound by the limit or by a monitor form, which is not.
    struct Bank {
        fileprivate let entries: UnsafeMutablePointer<Entry>

        @inline(__always) subscript(address: UInt32) -> Entry {
            get { entries[Int(UInt8(truncatingIfNeeded: address >> 12))] }
            nonmutating set { entries[Int(UInt8(truncatingIfNeeded: address >> 12))] = newValue }
        }

        func fill(_ address: UInt32, page: UnsafeMutableRawPointer, writable: Bool) {
            let tag = address & PTE.frame
            self[address] = Entry(readTag: tag, writeTag: writable ? tag : Lookaside.never, page: page)
        }
    }

    /// A tag that no access matches.
    static let never: UInt32 = 0xfff
    private static let bankSize = 256
    private static let bankCount = 8
    /// One more bank, which stays empty.
    private static let emptyBank = bankCount

    private let entries: UnsafeMutablePointer<Entry>
    /// Bit n: bank n may have entries. Most never get any, and a flush is frequent.
    private var filled: UInt8 = 0

    init() {
        entries = .allocate(capacity: Self.bankSize * (Self.bankCount + 1))
        entries.initialize(repeating: Entry(), count: Self.bankSize * (Self.bankCount + 1))
    }

    deinit { entries.deallocate() }

    /// The bank of a ring, 0…3.
    @inline(__always) func bank(ring: UInt8, monitor: Bool) -> Bank { bank(Int(ring & 3) | (monitor ? 4 : 0)) }

    /// A bank without entries, for a virtual processor.
    var none: Bank { bank(Self.emptyBank) }

    @inline(__always) private func bank(_ number: Int) -> Bank { Bank(entries: entries + number * Self.bankSize) }

    mutating func fill(ring: UInt8, monitor: Bool, _ address: UInt32, page: UnsafeMutableRawPointer, writable: Bool) {
        filled |= 1 << (ring & 3 | (monitor ? 4 : 0))
        bank(ring: ring, monitor: monitor).fill(address, page: page, writable: writable)
    }

    private func forEachFilledBank(_ body: (Bank) -> Void) {
        for number in 0..<Self.bankCount where filled & 1 << UInt8(number) != 0 { body(bank(number)) }
    }

    func drop(page: UInt32) {
        let address = page << 12
        forEachFilledBank { if $0[address].readTag == address { $0[address] = Entry() } }
    }

    /// After a page has been given a flag: stores must come by the slow path again.
    func dropWriteTags() {
        forEachFilledBank { bank in for index in 0..<Self.bankSize { bank.entries[index].writeTag = Self.never } }
    }

    mutating func clear() {
        forEachFilledBank { $0.entries.update(repeating: Entry(), count: Self.bankSize) }
        filled = 0
    }
}
