import ISA

// Page tables. The rule of all of these: between an edit and its flush nothing goes through what was edited, because what the
// processor then finds is undefined. Interrupts may come in between: their handlers use none of it.
extension FragmentWriter {
    /// An entry of some kind for a window's page.
    private mutating func entry() -> String {
        let frame = random.pick([
            "0x3\(random.below(16).hexadecimalDigit)000", "0x3\(random.below(16).hexadecimalDigit)000",
            "0x2\((8 + random.below(8)).hexadecimalDigit)000", "0xe0000000", "0xf0000000", "0x00200000",
        ])
        let rights = random.pick([
            "USER_PAGE", "USER_PAGE", "KERNEL_PAGE", "PTE_PRESENT | PTE_USER", "PTE_PRESENT", "0", "PTE_USER",
        ])
        let rare = random.once(in: 8) ? random.pick(["0x10", "0x80", "0x100", "0x4", "0x8", "0xe00"]) : "0"
        let marks = random.pick(["0", "0", "PTE_ACCESSED", "PTE_DIRTY", "PTE_ACCESSED | PTE_DIRTY"])
        return "\(frame) | \(rights) | \(rare) | \(marks)"
    }

    /// Forgets a page of table A, wherever it is seen, or everything.
    private mutating func flush(page: Int, ofA: Bool = true) {
        if random.once(in: 3) {
            add(["mov r1, cr3", "mov cr3, r1"])
            return
        }
        add("mov r1, WINDOW + \(page) * PAGE_SIZE + \(random.below(4096))")
        add("invlpg r1")
        add("mov r1, SECOND + \(page) * PAGE_SIZE")
        add("invlpg r1")
    }

    /// Takes an entry's bits into the digest.
    private mutating func note(_ place: String) { add(["mov r1, \(place)", "load r0, [r1]", "call note"]) }

    /// Goes to the page, from ring 0.
    private mutating func visit(_ page: Int) {
        add("mov r2, \(random.pick(["WINDOW", "SECOND"])) + \(page) * PAGE_SIZE + \(random.below(1024) * 4)")
        for _ in 0..<random.from(1...3) { add(access("r2")) }
    }

    mutating func tableEdit() {
        for _ in 0..<random.from(1...4) {
            let page = random.below(20)
            // Table A itself is the page 20 of the first window, unless somebody has taken that away.
            let aliased = random.once(in: 3)
            let place = (aliased ? "WINDOW + 20 * PAGE_SIZE" : random.once(in: 4) ? "TABLE_B" : "TABLE_A") + " + \(page) * 4"
            add("mov r1, \(place)")
            if random.once(in: 2) {
                add("mov r2, \(entry())")
                add("store [r1], r2")
            } else {
                add("load r2, [r1]")
                add(
                    "mov r3, \(random.pick(["PTE_PRESENT", "PTE_WRITABLE", "PTE_USER", "PTE_ACCESSED", "PTE_DIRTY", "PTE_ACCESSED | PTE_DIRTY", "0x2000"]))"
                )
                add("xor r2, r2, r3")
                add("store\(random.once(in: 6) ? "h" : "") [r1], r2")
            }
            flush(page: page)
            visit(page)
            if random.once(in: 2) { note(place) }
        }
    }

    /// A directory's entry: after that, everything is flushed.
    mutating func directoryEdit() {
        for _ in 0..<random.from(1...3) {
            let directory = random.pick(["DIRECTORY_A", "DIRECTORY_B", "WINDOW + 22 * PAGE_SIZE"])
            let index = random.pick([256, 256, 257, 259])
            add("mov r1, \(directory) + \(index) * 4")
            if random.once(in: 2) {
                let table = random.pick(["TABLE_A", "TABLE_A", "TABLE_B", "TABLE_B", "0x00200000", "0xe0000000"])
                let rights = random.pick([
                    "USER_PAGE", "USER_PAGE", "KERNEL_PAGE", "PTE_PRESENT | PTE_USER", "PTE_PRESENT", "0", "USER_PAGE | 0x80",
                ])
                add("mov r2, \(table) | \(rights)")
            } else {
                add([
                    "load r2, [r1]",
                    "mov r3, \(random.pick(["PTE_PRESENT", "PTE_WRITABLE", "PTE_USER", "PTE_ACCESSED", "PTE_DIRTY"]))",
                    "xor r2, r2, r3",
                ])
            }
            add(["store [r1], r2", "mov r1, cr3", "mov cr3, r1"])
            visit(random.below(20))
            note("DIRECTORY_A + \(index) * 4")
        }
        if random.once(in: 2) {
            add(["mov r1, DIRECTORY_A + 256 * 4", "mov r2, TABLE_A | USER_PAGE", "store [r1], r2", "mov r1, cr3", "mov cr3, r1"])
        }
    }

    /// Rights of a frame in the table that maps RAM to itself, which its other mappings do not have.
    mutating func dataPage() {
        let page = random.from(0x30...0x3f)
        let rights = random.pick(["USER_PAGE", "KERNEL_PAGE", "PTE_PRESENT | PTE_USER", "0", "USER_PAGE"])
        add(["mov r1, LOW_TABLE + \(page) * 4", "mov r2, 0x\(String(page, radix: 16))000 | \(rights)", "store [r1], r2"])
        add(["mov r1, 0x\(String(page, radix: 16))000", "invlpg r1"])
        for _ in 0..<random.from(1...4) { add(access("r1")) }
        note("LOW_TABLE + \(page) * 4")
        add(["mov r1, LOW_TABLE + \(page) * 4", "load r2, [r1]", "or r2, USER_PAGE", "store [r1], r2"])
        add(["mov r1, 0x\(String(page, radix: 16))000", "invlpg r1", "store [r1 + 16], r2"])
    }

    /// There and back again, or only there.
    mutating func addressSpace() {
        for _ in 0..<random.from(1...3) {
            add(["mov r1, \(random.pick(["DIRECTORY_A", "DIRECTORY_B"]))", "mov cr3, r1"])
            visit(random.below(16))
            if random.once(in: 2) { note("\(random.pick(["TABLE_A", "TABLE_B"])) + \(random.below(16)) * 4") }
        }
    }

    /// A directory that is one of its own tables: its tables appear in the window as pages.
    mutating func recursiveMap() {
        let page = random.below(20)
        add(["mov r1, cr3", "or r2, r1, KERNEL_PAGE", "store [r1 + 258 * 4], r2", "mov cr3, r1"])
        add(["mov r1, THIRD + 256 * PAGE_SIZE + \(page) * 4", "load r0, [r1]", "mov r2, \(entry())", "store [r1], r2"])
        add(["call note", "mov r1, cr3", "mov cr3, r1"])
        visit(page)
        add(["mov r1, THIRD + 258 * PAGE_SIZE + 256 * 4", "load r0, [r1]", "call note"])
        add(["mov r1, cr3", "load r0, [r1 + 258 * 4]", "call note", "clr r2", "store [r1 + 258 * 4], r2", "mov cr3, r1"])
    }

    mutating func pagingOff() {
        add(["clr r1", "mov cr0, r1"])
        add("mov r2, DATA + \(random.below(16)) * PAGE_SIZE")
        for _ in 0..<random.from(1...3) { add(access("r2")) }
        if random.once(in: 2) { add(random.pick(["int 0x80", "brk", "div r3, r4, r5"])) }
        if random.once(in: 3) { add(["mov r2, WINDOW", "load r3, [r2]", "store [r2], r3"]) }
        add(["mov r1, CR0_PAGING", "mov cr0, r1"])
        visit(random.below(16))
    }
}

extension Int {
    fileprivate var hexadecimalDigit: String { String(self, radix: 16) }
}
