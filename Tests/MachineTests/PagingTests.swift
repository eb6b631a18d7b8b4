import ISA
import Testing

@testable import Machine

@Suite struct PagingTests {
    private static let place: UInt32 = 0x400000

    /// Executes one instruction that uses the page in r2. Returns the error code, if that is a page fault.
    private func fault(
        _ access: String, ring: UInt8 = 3, directory: UInt32 = Guest.user, table: UInt32 = Guest.user, bits: UInt32 = 0
    ) throws -> (code: UInt32?, guest: Guest) {
        let guest = try Guest("here: \(access)\n hlt\n" + catchAll)
        guest.enablePaging(codeRights: Guest.user, bits: bits)
        guest.map(Self.place, to: 0x20000, table, directory: directory)
        guest.host.cpu.ring = ring
        guest.host.cpu.trapTable = 0x8000
        guest.host.cpu[.sp0] = 0x9000
        guest.host.cpu.sp = ring == 0 ? 0xa000 : 0x400ff0
        guest.host.cpu.registers[2] = Self.place
        let words = guest.host.memory.read(at: 0x20000, count: 4096)
        guest.step()
        // A jump faults when the word is fetched.
        if access.hasPrefix("jmp") { guest.step() }
        guard guest.traps(.pageFault) == 1 else {
            #expect(guest.host.counters.traps.allSatisfy { $0 == 0 })
            return (nil, guest)
        }
        #expect(guest.host.cpu[.cr2] == Self.place && guest.host.memory.read(at: 0x20000, count: 4096) == words)
        return (guest.word(guest.host.cpu.sp + Frame.error), guest)
    }

    /// The access, the ring, the rights of both levels, the error code.
    private static let refusals: [(String, UInt8, UInt32, UInt32, UInt32)] = [
        // The entry is not present: the access and the ring, nothing else.
        ("load r1, [r2]", 0, Guest.user, 0, 0), ("load r1, [r2]", 3, Guest.user, 0, 3 << 2),
        ("store [r2], r1", 3, 0, Guest.user, 2 | 3 << 2), ("jmp r2", 0, 0, Guest.user, 16),
        ("jmp r2", 3, Guest.user, 0, 16 | 3 << 2),
        // It does not allow it.
        ("store [r2], r1", 0, Guest.user, PTE.present, 1 | 2), ("store [r2], r1", 0, PTE.present, Guest.kernel, 1 | 2),
        ("load r1, [r2]", 3, Guest.user, Guest.kernel, 1 | 3 << 2), ("load r1, [r2]", 3, Guest.kernel, Guest.user, 1 | 3 << 2),
        ("jmp r2", 3, Guest.kernel, Guest.kernel, 1 | 16 | 3 << 2),
        ("storeb [r2], r1", 3, Guest.user, PTE.present | PTE.ringMask, 15),
        // Reserved bits and reserved rings, at either level, even for those who could use the page.
        ("load r1, [r2]", 0, Guest.user, Guest.user | 1 << 4, 0x21), ("load r1, [r2]", 0, Guest.user | 1 << 7, Guest.user, 0x21),
        ("load r1, [r2]", 0, Guest.user, Guest.user | 1 << 8, 0x21), ("load r1, [r2]", 0, Guest.user, Guest.kernel | 1 << 2, 0x21),
        ("store [r2], r1", 0, Guest.kernel | 2 << 2, Guest.user, 0x23), ("jmp r2", 3, Guest.user, Guest.user | 1 << 8, 0x3d),
    ]

    @Test(arguments: refusals)
    func refusedAccessesSayWhy(_ access: String, _ ring: UInt8, _ directory: UInt32, _ table: UInt32, _ code: UInt32) throws {
        let (found, guest) = try fault(access, ring: ring, directory: directory, table: table)
        #expect(found == code)
        // Neither accessed nor dirty: nothing was accessed.
        #expect(guest.word(Guest.directoryEntry(Self.place)) & 0xfff == directory)
        #expect(guest.word(Guest.tableEntry(Self.place)) & 0xfff == table)
        #expect(guest.host.ledger.balances)
    }

    private static let permissions: [(String, UInt8, UInt32, UInt32)] = [
        ("load r1, [r2]", 0, Guest.kernel, Guest.kernel), ("load r1, [r2]", 3, Guest.user, PTE.present | PTE.ringMask),
        ("load r1, [r2]", 3, PTE.present | PTE.ringMask, Guest.user), ("store [r2], r1", 3, Guest.user, Guest.user),
        ("store [r2], r1", 0, Guest.kernel, Guest.user), ("loadb r1, [r2]", 0, Guest.user, Guest.user | 7 << 9),
    ]

    @Test(arguments: permissions)
    func allowedAccessesGoThrough(_ access: String, _ ring: UInt8, _ directory: UInt32, _ table: UInt32) throws {
        #expect(try fault(access, ring: ring, directory: directory, table: table).code == nil)
    }

    @Test func middleRingsAreHeldAgainstTheLeastPrivilegedRingAllowed() throws {
        for allowed in UInt32(0)...3 {
            for ring in UInt8(0)...3 {
                let (code, _) = try fault("load r1, [r2]", ring: ring, table: Guest.kernel | allowed << 2, bits: CR0.middleRings)
                #expect(code == (UInt32(ring) <= allowed ? nil : 1 | UInt32(ring) << 2))
            }
        }
    }

    @Test func readingMarksBothLevelsAccessedAndWritingTheLastDirty() throws {
        let (_, read) = try fault("load r1, [r2]")
        #expect(read.word(Guest.directoryEntry(Self.place)) & 0xfff == Guest.user | PTE.accessed)
        #expect(read.word(Guest.tableEntry(Self.place)) & 0xfff == Guest.user | PTE.accessed)
        let (_, written) = try fault("store [r2], r1")
        #expect(written.word(Guest.directoryEntry(Self.place)) & 0xfff == Guest.user | PTE.accessed)
        #expect(written.word(Guest.tableEntry(Self.place)) & 0xfff == Guest.user | PTE.accessed | PTE.dirty)
    }

    @Test func writingAfterReadingWalksOnceMoreForTheDirtyBit() throws {
        let guest = try Guest("load r1, [r2]\n load r1, [r2]\n store [r2], r1\n store [r2], r1\n hlt")
        guest.enablePaging()
        guest.map(Self.place, to: 0x20000, Guest.kernel)
        guest.host.cpu.registers[2] = Self.place
        #expect(guest.run() == .halt)
        // The program's page: two references and two accessed bits. The data's: the same, then two and the dirty bit.
        #expect(guest.host.counters.tlbMisses == 3 && guest.host.counters.walkReferences == 4 + 4 + 3)
        #expect(guest.host.ledger[.pageWalks] == 11 * 10)
    }

    @Test func tablesOutsideRAMReadAsOnesWhichAreReserved() throws {
        let guest = try Guest("load r1, [r2]\n hlt\n" + catchAll)
        guest.enablePaging()
        guest.setWord(Guest.directoryEntry(Self.place), 0x8000_0000 | Guest.user)
        guest.host.cpu.trapTable = 0x8000
        guest.host.cpu.sp = 0xa000
        guest.host.cpu.registers[2] = Self.place
        #expect(guest.run() == .halt)
        #expect(guest[10] == 14 && guest[11] == PageFaultCode.protection | PageFaultCode.reserved)
    }

    @Test func aDirectoryMayBeItsOwnTable() throws {
        let guest = try Guest("load r1, [r2]\n store [r2], r1\n hlt")
        guest.enablePaging()
        // Entry 4 leads back to the directory, whose entry 4 is then the page's: the page is the directory itself.
        guest.setWord(Guest.directory + 16, Guest.directory | Guest.kernel)
        guest.host.cpu.registers[2] = 4 << 22 | 4 << 12 | 16
        #expect(guest.run() == .halt)
        #expect(guest[1] == Guest.directory | Guest.kernel | PTE.accessed)
        #expect(guest.word(Guest.directory + 16) == Guest.directory | Guest.kernel | PTE.accessed)
    }

    @Test func accessesOutsideRAMReadOnesAndWriteNothing() throws {
        let guest = try Guest(
            "mov r1, 0x80000000\n store [r1], r1\n load r2, [r1]\n loadb r3, [r1+1]\n loadsh r4, [r1+2]\n jmp r1\n" + catchAll)
        guest.host.cpu.trapTable = 0x8000
        #expect(guest.run() == .halt)
        #expect(guest[2] == ~0 && guest[3] == 0xff && guest[4] == ~0)
        #expect(guest[10] == 6 && guest[12] == 0x8000_0000)
        #expect(guest.host.counters.deviceMemoryAccesses == 4)
    }
}
