import ISA

/// What makes a memory access one comparison: for translations that the TLB holds, the place in RAM, by ring. Root mode and
/// non-root mode have a set of banks each.
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

    /// The banks of a mode, one for each ring and kind of access.
    struct Banks {
        fileprivate let first: UnsafeMutablePointer<Entry>

        @inline(__always) func bank(ring: UInt8, monitor: Bool = false) -> Bank {
            Bank(entries: first + (Int(ring & 3) | (monitor ? 4 : 0)) * Lookaside.bankSize)
        }
    }

    /// A tag that no access matches.
    static let never: UInt32 = 0xfff
    private static let bankSize = 256
    /// Root mode's, non-root mode's, and those that stay empty.
    private static let modes = 3
    private static let banksAMode = 8

    private let entries: UnsafeMutablePointer<Entry>
    /// Bit n: bank n may have entries. Most never get any, and a flush is frequent.
    private var filled: UInt16 = 0

    init() {
        let size = Self.bankSize * Self.banksAMode * Self.modes
        entries = .allocate(capacity: size)
        entries.initialize(repeating: Entry(), count: size)
    }

    deinit { entries.deallocate() }

    /// Those of root mode (and of processors that have no other), or of non-root mode.
    func banks(nonRoot: Bool) -> Banks { banks(ofMode: nonRoot ? 1 : 0) }

    /// Banks without entries, for a virtual processor.
    var none: Banks { banks(ofMode: 2) }

    private func banks(ofMode mode: Int) -> Banks { Banks(first: entries + mode * Self.banksAMode * Self.bankSize) }

    private func bank(_ number: Int) -> Bank { Bank(entries: entries + number * Self.bankSize) }

    mutating func fill(
        nonRoot: Bool, ring: UInt8, monitor: Bool, _ address: UInt32, page: UnsafeMutableRawPointer, writable: Bool
    ) {
        let number = Int(ring & 3) | (monitor ? 4 : 0) | (nonRoot ? Self.banksAMode : 0)
        filled |= 1 << UInt16(number)
        bank(number).fill(address, page: page, writable: writable)
    }

    private func forEachFilledBank(_ body: (Bank) -> Void) {
        for number in 0..<2 * Self.banksAMode where filled & 1 << UInt16(number) != 0 { body(bank(number)) }
    }

    func drop(page: UInt32) {
        let address = page << 12
        forEachFilledBank { if $0[address].readTag == address { $0[address] = Entry() } }
    }

    /// After a page has been given a flag: stores must come by the slow path again.
    func dropWriteTags() {
        forEachFilledBank { bank in for index in 0..<Self.bankSize { bank.entries[index].writeTag = Self.never } }
    }

    /// Drops what a mode has.
    mutating func clear(nonRoot: Bool) {
        let mode: UInt16 = nonRoot ? 0xff00 : 0xff
        guard filled & mode != 0 else { return }
        for number in 0..<2 * Self.banksAMode where filled & mode & 1 << UInt16(number) != 0 {
            bank(number).entries.update(repeating: Entry(), count: Self.bankSize)
        }
        filled &= ~mode
    }
}
