import ISA
import Testing

@testable import Machine

@Suite struct TLBTests {
    /// A program that reads a word of each page number, from 0x400000 on.
    private func touching(_ pages: [UInt32], entries: Int, ways: Int) throws -> Guest {
        let text = pages.map { "mov r1, 0x400000 + \($0) * PAGE_SIZE\nload r2, [r1]\n" }.joined()
        let guest = try Guest(text + "hlt", model: hostModel(tlbEntries: entries, tlbWays: ways))
        guest.enablePaging()
        for page in Set(pages) { guest.map(0x400000 + page << 12, to: 0x20000, Guest.kernel) }
        #expect(guest.run() == .halt)
        return guest
    }

    @Test func pagesThatFitMissOnce() throws {
        // The page of the program takes one entry.
        #expect(try touching([0, 1, 2, 0, 1, 2, 2, 0], entries: 4, ways: 4).host.counters.tlbMisses == 4)
    }

    @Test func onePageTooManyEvictsInTurn() throws {
        let guest = try touching([0, 1, 2, 3], entries: 4, ways: 4)
        #expect(guest.host.counters.tlbMisses == 5)
        // The eldest entry had to go: the program's. It goes on without, like a fetch unit that has its page.
        #expect(guest.host.tlb.contents.map(\.page) == [0x400, 0x401, 0x402, 0x403])
        #expect(try touching([0, 1, 2, 3, 0, 0], entries: 4, ways: 4).host.counters.tlbMisses == 5)
        #expect(try touching([0, 1, 2, 3, 4, 0], entries: 4, ways: 4).host.counters.tlbMisses == 7)
    }

    @Test func pagesOfASetCompeteWhileOtherSetsAreEmpty() throws {
        // Eight entries in four sets of two: pages 0, 4 and 8 are of one set.
        #expect(try touching([0, 4, 8, 0], entries: 8, ways: 2).host.counters.tlbMisses == 5)
        #expect(try touching([0, 2, 3, 0], entries: 8, ways: 2).host.counters.tlbMisses == 4)
    }

    @Test(arguments: [(1, 1), (2, 1), (4, 4), (64, 4), (128, 64)])
    func itNeverHoldsMoreThanItsSize(_ entries: Int, _ ways: Int) throws {
        let guest = try touching((0..<100).map { $0 }, entries: entries, ways: ways)
        #expect(guest.host.tlb.capacity == entries && guest.host.tlb.contents.count <= entries)
        #expect(Set(guest.host.tlb.contents.map(\.page)).count == guest.host.tlb.contents.count)
        #expect(guest.host.ledger.balances)
    }

    /// Reads a page, maps it elsewhere, reads it, does `flush`, reads it.
    private func remapped(_ flush: String) throws -> [UInt32] {
        let guest = try Guest(
            """
                mov r1, 0x400000
                load r4, [r1]
                mov r2, \(Guest.tableEntry(0x400000))
                mov r3, 0x21000 | PTE_PRESENT
                store [r2], r3
                load r5, [r1]
                \(flush)
                load r6, [r1]
                hlt
            """)
        guest.enablePaging()
        guest.map(0x400000, to: 0x20000, Guest.kernel)
        guest.setWord(0x20000, 1)
        guest.setWord(0x21000, 2)
        #expect(guest.run() == .halt)
        return [guest[4], guest[5], guest[6]]
    }

    @Test(arguments: [
        ("nop", 1), ("invlpg r1", 2), ("add r7, r1, 0xffc\n invlpg r7", 2), ("add r7, r1, 0x1000\n invlpg r7", 1),
        ("mov r7, cr3\n mov cr3, r7", 2), ("mov r7, CR0_PAGING | CR0_MIDDLE_RINGS\n mov cr0, r7", 2),
        ("mov r7, CR0_PAGING | CR0_TRAP_TIME\n mov cr0, r7", 1), ("mov r7, 0x800000\n mov limit, r7", 1),
    ])
    func aStaleEntryServesUntilItIsFlushed(_ flush: String, _ last: UInt32) throws {
        #expect(try remapped(flush) == [1, 1, last])
    }

    @Test func flushesAreCounted() throws {
        let guest = try Guest(
            "mov r1, 0x30000\n mov cr3, r1\n mov r2, 1\n mov cr0, r2\n mov cr0, r2\n mov cr3, r1\n invlpg r1\n hlt")
        guest.enablePaging()
        #expect(guest.run() == .halt)
        #expect(guest.host.counters.tlbFlushes == 2)
    }

    private static let faultHandler =
        """
        handler:                            ; writes r7 to the page-table entry, without a flush
            mov r8, cr2
            store [r6], r7
            add r9, r9, 1
            iret

        """ + gates([(14, "handler", "GATE_PRESENT")])

    @Test func aPageFaultDropsTheEntry() throws {
        let guest = try Guest(
            prelude + """
                    mov r6, \(Guest.tableEntry(0x400000))
                    mov r7, 0x21000 | PTE_PRESENT | PTE_WRITABLE
                    mov r1, 0x400000
                    load r4, [r1]
                    store [r1+4], r1
                    load r5, [r1]
                    hlt

                """ + Self.faultHandler)
        guest.enablePaging()
        guest.map(0x400000, to: 0x20000, PTE.present)
        guest.setWord(0x20000, 1)
        guest.setWord(0x21000, 2)
        #expect(guest.run() == .halt)
        #expect(guest[9] == 1 && guest[8] == 0x400004)
        #expect(guest[4] == 1 && guest[5] == 2 && guest.word(0x21004) == 0x400000)
    }

    @Test func aPageFaultWhileFetchingTheDirtyBitDropsTheEntry() throws {
        // The entry allows writing, but is clean: the first write walks again, and finds that the page has gone. The handler
        // looks at the page before it returns, and must not find what the old entry says.
        let guest = try Guest(
            prelude + """
                    mov r6, \(Guest.tableEntry(0x400000))
                    mov r1, 0x400000
                    load r4, [r1]
                    clr r2
                    store [r6], r2
                    store [r1+4], r1
                    hlt
                handler:
                    mov r7, 0x21000 | PTE_PRESENT | PTE_WRITABLE
                    store [r6], r7
                    load r5, [r1]
                    iret

                """ + gates([(14, "handler", "GATE_PRESENT")]))
        guest.enablePaging()
        guest.map(0x400000, to: 0x20000, Guest.kernel)
        guest.setWord(0x20000, 1)
        guest.setWord(0x21000, 2)
        #expect(guest.run() == .halt)
        #expect(guest[4] == 1 && guest[5] == 2 && guest.word(0x21004) == 0x400000)
    }

    @Test func whatAWalkForTheDirtyBitFindsIsSeenByEveryRing() throws {
        // Ring 0 has read the page; ring 3 writes to it after it was mapped elsewhere, which replaces the stale entry. There is
        // one TLB: ring 0 sees the new page, too.
        let guest = try Guest(
            """
                load r4, [r1]
                store [r2], r3
                hlt
            outer:
                store [r1+4], r1
            inner:
                load r5, [r1]
            """)
        guest.enablePaging(codeRights: Guest.user)
        guest.map(0x400000, to: 0x20000, Guest.user)
        guest.setWord(0x20000, 1)
        guest.setWord(0x21000, 2)
        for (register, value) in [(1, 0x400000), (2, Guest.tableEntry(0x400000)), (3, 0x21000 | Guest.user)] {
            guest.host.cpu.registers[register] = value
        }
        for _ in 0..<2 { guest.step() }
        (guest.host.cpu.ring, guest.host.cpu.pc) = (3, guest["outer"])
        guest.step()
        (guest.host.cpu.ring, guest.host.cpu.pc) = (0, guest["inner"])
        guest.step()
        #expect(guest[4] == 1 && guest[5] == 2 && guest.word(0x21004) == 0x400000)
    }
}
