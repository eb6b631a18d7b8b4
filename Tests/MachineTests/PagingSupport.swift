import ISA

@testable import Machine

/// Page tables that a test writes from outside: the directory at 0x30000, its tables behind it. The first 256 KiB are mapped to
/// themselves, for ring 0 alone.
extension Guest {
    static let directory: UInt32 = 0x30000
    static let kernel = PTE.present | PTE.writable
    static let user = kernel | PTE.ringMask

    private static func table(_ address: UInt32) -> UInt32 { directory + 0x1000 + (address >> 22) * 0x1000 }
    static func directoryEntry(_ address: UInt32) -> UInt32 { directory + (address >> 22) * 4 }
    static func tableEntry(_ address: UInt32) -> UInt32 { table(address) + (address >> 12 & 1023) * 4 }

    /// Maps a page below 16 MiB to a frame; the rights of both levels may differ.
    func map(_ page: UInt32, to frame: UInt32, _ rights: UInt32, directory: UInt32 = Guest.user) {
        setWord(Self.directoryEntry(page), Self.table(page) | directory)
        setWord(Self.tableEntry(page), frame | rights)
    }

    /// Switches paging on as if the guest had.
    func enablePaging(codeRights: UInt32 = Guest.kernel, bits: UInt32 = 0) {
        for page in UInt32(0)..<64 { map(page << 12, to: page << 12, page == 1 ? codeRights : Self.kernel) }
        host.cpu[.cr3] = Self.directory
        host.cpu[.cr0] = CR0.paging | bits
    }
}
