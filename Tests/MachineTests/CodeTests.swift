import ISA
import Testing

@testable import Machine

/// Words are decoded once and kept; whatever writes to them, the new ones count at once.
@Suite struct CodeTests {
    /// Stores the word of `mov r3, 2` over that at `patch` in some way, after having executed it once.
    private func patched(_ store: String, before: String = "") throws -> Guest {
        let guest = try Guest(
            before + """

                    mov r1, patch
                    mov r2, \(Decoded(.movi, d: 3, immediate: 2).word)
                    mov r4, 1
                    jmp patch
                again:
                    clr r4
                    \(store)
                patch:
                    mov r3, 1
                    cmp r4, 1
                    je again
                    hlt
                """)
        return guest
    }

    @Test(arguments: [
        "store [r1], r2", "storeb [r1], r2", "storeh [r1], r2", "push sp\n mov r6, sp\n add sp, r1, 4\n push r2\n mov sp, r6",
    ])
    func theNextInstructionMayBeRewritten(_ store: String) throws {
        let guest = try patched(store)
        #expect(guest.run() == .halt && guest[3] == 2)
    }

    @Test func aStoreThroughAnotherMappingCounts() throws {
        let guest = try patched("store [r5], r2")
        guest.enablePaging()
        guest.map(0x400000, to: 0x1000, Guest.kernel)
        guest.host.cpu.registers[5] = 0x400000 + guest["patch"] & 0xfff
        #expect(guest.run() == .halt && guest[3] == 2)
    }

    @Test func codeOnAnotherPageMayBeRewritten() throws {
        let guest = try Guest(
            """
                mov r1, 0x2000
                mov sp, 0xa000
                mov r2, \(Decoded(.movi, d: 3, immediate: 7).word)
                mov r4, \(Decoded(.ret).word)
                store [r1], r2
                store [r1+4], r4
                call r1
                add r5, r5, r3
                add r2, r2, 1
                store [r1], r2
                call r1
                add r5, r5, r3
                hlt
            """)
        #expect(guest.run() == .halt && guest[5] == 7 + 8)
    }

    @Test func codeWrittenByATrapFrameCounts() throws {
        // The frame of `int` lies over words that were executed before: its error code, 0, is no instruction.
        let guest = try Guest(
            prelude + "mov r1, 1\n jmp over\n call: mov sp, over + 4\n int 0x40\n handler: jmp over\n"
                + ".space 12\n over: nop\n dec r1\n cmp r1, 0\n je call\n hlt\n" + catching([(0x40, "handler", "GATE_PRESENT")]))
        guest.setWord(0x8004 + 6 * 8, Gate.present | Gate.freshStack)
        #expect(guest.run() == .halt)
        #expect(guest[10] == 6 && guest[12] == guest["over"])
    }

    @Test func executionGoesOnAcrossPagesThatAreNotNeighboursInMemory() throws {
        let guest = try Guest(
            "mov r1, 1\n jmp 0x400ff8\n.section a, 0x400000, 0x20000\n.org 0x400ff8\n add r1, r1, 2\n add r1, r1, 4\n.section b, 0x401000, 0x5000\n add r1, r1, 8\n hlt\n"
        )
        guest.enablePaging()
        guest.map(0x400000, to: 0x20000, Guest.kernel)
        guest.map(0x401000, to: 0x5000, Guest.kernel)
        #expect(guest.run() == .halt && guest[1] == 15)
        #expect(guest.host.counters.tlbMisses == 3)
    }

    @Test func fallingOffAPageFaultsAtTheNext() throws {
        let guest = try Guest(
            "jmp 0x400ffc\n.section a, 0x400000, 0x20000\n.org 0x400ffc\n add r1, r1, 4\n.section text\n" + catchAll)
        guest.enablePaging()
        (guest.host.cpu.trapTable, guest.host.cpu.sp) = (0x8000, 0xa000)
        guest.map(0x400000, to: 0x20000, Guest.kernel)
        #expect(guest.run() == .halt)
        #expect(guest[10] == 14 && guest[11] == PageFaultCode.fetch && guest[12] == 0x401000 && guest[1] == 4)
    }

    @Test func branchesReachFarAndBack() throws {
        let guest = try Guest(
            "jmp far\n back: add r1, r1, 1\n jmp off\n.section f, 0xf0000\n far: mov r1, 1\n cmp r1, 1\n je back\n.section text\n off: jmp 0x200000\n"
                + catchAll)
        guest.host.cpu.trapTable = 0x8000
        #expect(guest.run() == .halt)
        // Past the end of RAM there are no instructions.
        #expect(guest[1] == 2 && guest[10] == 6 && guest[12] == 0x200000)
    }

    @Test func morePagesOfCodeThanAreKeptStillRun() throws {
        // Each page jumps to the next; twice round.
        let pages: UInt32 = 1200
        let guest = try Guest("mov r1, 2\n jmp 0x10000\n", ramSize: 8 << 20)
        for page in 0..<pages {
            let place = 0x10000 + page * 4096
            guest.setWord(place, Decoded(.addi, d: 2, a: 2, immediate: 1).word)
            let last = page == pages - 1
            guest.setWord(place + 4, Decoded(.jmp, immediate: last ? 0 : 4096 - 8).word)
            guard last else { continue }
            for (index, decoded) in [
                Decoded(.subi, d: 1, a: 1, immediate: 1), Decoded(.cmpi, a: 1, immediate: 0),
                Decoded(.jne, immediate: Int32(0x10000) - Int32(place + 20)), Decoded(.hlt),
            ].enumerated() { guest.setWord(place + 8 + UInt32(index) * 4, decoded.word) }
        }
        #expect(guest.run() == .halt && guest[2] == 2 * pages)
    }

    @Test func codeChangedBySomebodyOutsideCounts() throws {
        let guest = try Guest("loop: mov r1, 1\n jmp loop\n")
        guest.run(until: 100)
        guest.setWord(guest["loop"], Decoded(.movi, d: 1, immediate: 9).word)
        guest.run(until: 200)
        #expect(guest[1] == 9)
    }

    /// The loop counts a run of words by sums that were made when the page was decoded; these must follow the words.
    @Test func aWordPatchedToADearerOneIsCountedAsSuch() throws {
        let patches = [Decoded(.mul, d: 3, a: 3, b: 3), Decoded(.div, d: 3, a: 3, b: 4), Decoded(.add, d: 3, a: 3, b: 3)]
        let text =
            """
                mov r1, patch
                mov r4, 7
            loop:
                mov r6, words
                and r5, 3
                shl r7, r5, 2
                add r6, r7
                load r2, [r6]
                store [r1], r2
                add r5, 1
                jmp patch
            words:
                .word \(patches.map { "\($0.word)" }.joined(separator: ", ")), \(patches[0].word)
            patch:
                mul r3, r3
                or r3, 1
                jmp loop
            """
        let plain = try Guest(text)
        let watched = try Guest(text, events: .instruction)
        for guest in [plain, watched] { #expect(guest.run(until: 50_000) == .budget && guest.host.ledger.balances) }
        let words = watched.host.events.drain().compactMap { event -> UInt32? in
            if case .instruction(let word) = event.kind { word } else { nil }
        }
        let cycles = words.reduce(UInt64(0)) { $0 + UInt64(watched.host.model[.instruction(Decoded(word: $1)!.cost)].cycles) }
        #expect(cycles == watched.host.ledger.clock && words.count == Int(watched.host.counters.retired))
        #expect(plain.outcome == watched.outcome)
    }
}
