import ISA

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The host's RAM: bytes at physical addresses 0..<size.
///
/// One of the few places with unsafe code. The argument for its safety: `base` is valid for `size` bytes for the object's whole life
/// (`let`, unmapped in `deinit`); every offset that reaches a pointer was either checked here or taken from a page translation,
/// which exists for whole pages inside the RAM only.
package final class PhysicalMemory {
    package let size: Int
    let base: UnsafeMutableRawPointer

    /// What a store to a page must take care of. A page with any flag set is never written by the CPU's fast path.
    struct PageFlags: OptionSet {
        let rawValue: UInt8
        /// Words of the page are predecoded.
        static let code = PageFlags(rawValue: 1)
        /// The page has not changed since the last memory image was taken.
        static let unchanged = PageFlags(rawValue: 2)
        /// A monitor wants to know of every write.
        static let traced = PageFlags(rawValue: 4)
        /// A monitor has translated code of the page, and wants to know of every write, too.
        static let translated = PageFlags(rawValue: 8)
        /// Somebody outside the machine wants to know.
        static let observed = PageFlags(rawValue: 16)
        var isWatched: Bool { !isDisjoint(with: [.traced, .translated]) }
    }
    @exclusivity(unchecked) var flags: [PageFlags]

    /// The pages as the last image took them; what `image()` shares with the next.
    private var lastImage: MemoryImage

    /// RAM of `size` bytes, all zero. The host's operating system hands out the pages as they are touched.
    package init(size: Int) {
        precondition(size > 0 && size % Int(Architecture.pageSize) == 0)
        // Not from the heap, which zeroes what it hands out for the second time.
        let base = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let base, base != MAP_FAILED else { preconditionFailure("no memory for \(size) bytes of guest RAM") }
        self.size = size
        self.base = base
        let pages = size / Int(Architecture.pageSize)
        // A fresh RAM equals the all-zero image, so the first image has only the touched pages to copy.
        flags = Array(repeating: .unchanged, count: pages)
        lastImage = MemoryImage(pages: Array(repeating: nil, count: pages))
    }

    deinit { munmap(base, size) }

    package var frameCount: Int { flags.count }

    // MARK: The CPU's accesses: the offset is known to lie in RAM and to be aligned

    @inline(__always) func word(_ offset: Int) -> UInt32 {
        UInt32(littleEndian: base.load(fromByteOffset: offset, as: UInt32.self))
    }
    @inline(__always) func half(_ offset: Int) -> UInt16 {
        UInt16(littleEndian: base.load(fromByteOffset: offset, as: UInt16.self))
    }
    @inline(__always) func byte(_ offset: Int) -> UInt8 { base.load(fromByteOffset: offset, as: UInt8.self) }
    @inline(__always) func setWord(_ offset: Int, _ value: UInt32) {
        base.storeBytes(of: value.littleEndian, toByteOffset: offset, as: UInt32.self)
    }
    @inline(__always) func setHalf(_ offset: Int, _ value: UInt16) {
        base.storeBytes(of: value.littleEndian, toByteOffset: offset, as: UInt16.self)
    }
    @inline(__always) func setByte(_ offset: Int, _ value: UInt8) {
        base.storeBytes(of: value, toByteOffset: offset, as: UInt8.self)
    }

    // MARK: Everybody else's: any address, any length; what lies outside RAM reads as ones and is not written

    /// The bytes at a physical address.
    package func read(at address: UInt32, count: Int) -> [UInt8] {
        precondition(count >= 0)
        let inside = max(0, min(count, size - Int(address)))
        var bytes = [UInt8](repeating: 0xff, count: count)
        if inside > 0 {
            bytes.withUnsafeMutableBytes {
                $0.copyMemory(from: UnsafeRawBufferPointer(start: base + Int(address), count: inside))
            }
        }
        return bytes
    }

    /// The word at a physical address that is a multiple of 4.
    package func readWord(at address: UInt32) -> UInt32 {
        Int(address) + 4 <= size ? word(Int(address)) : ~0
    }

    /// Frames, with their bytes, that a write by anything but the CPU's loop touched, are the writer's to report to `Host`.
    func write(_ bytes: some Collection<UInt8>, at address: UInt32) {
        let inside = max(0, min(bytes.count, size - Int(address)))
        guard inside > 0 else { return }
        UnsafeMutableRawBufferPointer(start: base + Int(address), count: inside).copyBytes(from: bytes.prefix(inside))
        let page = Int(Architecture.pageSize)
        for frame in Int(address) / page...(Int(address) + inside - 1) / page { flags[frame].remove(.unchanged) }
    }

    // MARK: Images

    /// All of RAM as a value. Pages that did not change since the last image are shared with it.
    func image() -> MemoryImage {
        let page = Int(Architecture.pageSize)
        for frame in flags.indices where !flags[frame].contains(.unchanged) {
            let bytes = read(at: UInt32(frame * page), count: page)
            lastImage.pages[frame] = bytes.allSatisfy { $0 == 0 } ? nil : bytes
            flags[frame].insert(.unchanged)
        }
        return lastImage
    }

    /// The frames that have a flag.
    func frames(with flag: PageFlags) -> [Int] { flags.indices.filter { flags[$0].contains(flag) } }

    /// Makes RAM what it was when the image was taken.
    func restore(_ image: MemoryImage, traced: [Int], translated: [Int]) {
        precondition(image.pages.count == frameCount)
        let page = Int(Architecture.pageSize)
        for frame in flags.indices where !flags[frame].contains(.unchanged) || lastImage.pages[frame] != image.pages[frame] {
            let target = UnsafeMutableRawBufferPointer(start: base + frame * page, count: page)
            if let bytes = image.pages[frame] { target.copyBytes(from: bytes) } else { memset(target.baseAddress!, 0, page) }
        }
        lastImage = image
        for frame in flags.indices { flags[frame] = .unchanged }
        for frame in traced { flags[frame].insert(.traced) }
        for frame in translated { flags[frame].insert(.translated) }
    }
}

/// The contents of RAM as a value: one array a page, `nil` for a page of zeros. Copies share pages.
package struct MemoryImage: Hashable, Sendable {
    var pages: [[UInt8]?]

    /// The bytes of a frame.
    package func page(_ frame: Int) -> [UInt8] { pages[frame] ?? Array(repeating: 0, count: Int(Architecture.pageSize)) }
    /// The bytes of a frame; `nil` if all are zero.
    package func contents(_ frame: Int) -> [UInt8]? { pages[frame] }
    package var frameCount: Int { pages.count }
}
