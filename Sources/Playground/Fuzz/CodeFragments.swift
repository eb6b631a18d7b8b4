import ISA

// Programs that write programs.
extension FragmentWriter {
    /// Words to be copied: so many instructions, then `ret`. Registers above r9 are left alone.
    mutating func template(_ label: String, _ count: Int) {
        let over = newLabel()
        add("jmp \(over)")
        place(label)
        for _ in 0..<count { add(replaceable()) }
        add("ret")
        place(over)
    }

    /// An instruction of one word.
    private mutating func replaceable() -> String {
        let register = "r\(random.from(3...9))"
        return "\(random.pick(["add", "sub", "xor", "and", "or"])) \(register), r\(random.from(3...9)), \(random.below(0x8000))"
    }

    /// Copies words, by r1, r2 and r0.
    mutating func copy(_ label: String, to place: String, words: Int) {
        add(["mov r1, \(label)", "mov r2, \(place)"])
        for index in 0..<words { add(["load r0, [r1 + \(4 * index)]", "store [r2 + \(4 * index)], r0"]) }
    }

    /// Writes code, calls it, changes it and calls it again.
    mutating func selfModification() {
        let template = newLabel()
        let (page, offset) = (random.below(8), random.below(1000) * 4)
        let place = "SCRATCH + \(page) * PAGE_SIZE + \(offset)"
        self.template(template, 2)
        copy(template, to: place, words: 3)
        add(["mov r14, \(place)", "call r14"])
        if random.once(in: 2) {
            // Through another address of the same frame.
            add(["mov r1, TABLE_A + 5 * 4", "mov r2, SCRATCH + \(page) * PAGE_SIZE | KERNEL_PAGE", "store [r1], r2"])
            add(["mov r1, cr3", "mov cr3, r1", "mov r2, \(random.pick(["WINDOW", "SECOND"])) + 5 * PAGE_SIZE + \(offset)"])
        }
        add(["mov r1, \(template)", "load r0, [r1 + 4]", "store [r2], r0", "call r14"])
        if random.once(in: 2) { add(["mov r0, \(random.below(128))", "storeb [r2 + \(random.pick([0, 4]))], r0", "call r14"]) }
        if random.once(in: 2) { patchAhead(template) }
    }

    /// The instruction that is changed is one of the next.
    private mutating func patchAhead(_ template: String) {
        let patched = newLabel()
        add(["mov r1, \(template)", "load r0, [r1]", "mov r2, \(patched)", "store [r2], r0"])
        for _ in 0..<random.below(3) { add("nop") }
        place(patched)
        add("nop")
    }

    /// The same in ring 3.
    mutating func userModification() {
        let (label, template, place) = (
            newLabel(), newLabel(), "SCRATCH + \(random.below(8)) * PAGE_SIZE + \(random.below(1000) * 4)"
        )
        add(["mov r12, \(random.pick([0, 0x200]))", "mov r13, \(label)", "mov r14, USER_STACK", "sysret"])
        lines.append(".section user")
        self.place(label)
        self.template(template, 2)
        copy(template, to: place, words: 3)
        add(["mov r14, \(place)", "call r14", "load r0, [r1 + 4]", "store [r2], r0", "call r14"])
        add(random.pick(["syscall", "int 0x80", "nop"]))
        add("int 0x81")
        lines.append(".section program")
    }
}
