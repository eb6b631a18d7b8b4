import ISA

// Arithmetic, loads and stores, the stack, and instructions that are not for this ring or for nobody.
extension FragmentWriter {
    mutating func arithmetic(_ count: Int) {
        for _ in 0..<count { add(operation()) }
        if random.once(in: 3) { loop() }
    }

    /// One instruction on registers.
    mutating func operation() -> String {
        let (d, a, b) = (register(), register(), register())
        switch random.below(12) {
        case 0...3: return "\(random.pick(["add", "sub", "mul", "and", "or", "xor", "shl", "shr", "sar"])) \(d), \(a), \(b)"
        case 4: return "\(random.pick(["div", "mod", "idiv", "imod"])) \(d), \(a), \(b)"
        case 5: return "\(random.pick(["add", "sub", "mul"])) \(d), \(a), \(Int16(truncatingIfNeeded: random.word()))"
        case 6: return "\(random.pick(["and", "or", "xor"])) \(d), \(a), \(UInt16(truncatingIfNeeded: random.word()))"
        case 7: return "\(random.pick(["shl", "shr", "sar"])) \(d), \(a), \(random.below(32))"
        case 8: return "\(random.pick(["not", "neg", "mov"])) \(d), \(a)"
        case 9: return "\(random.pick(["cmp", "test"])) \(a), \(b)"
        case 10: return "movhi \(d), \(UInt16(truncatingIfNeeded: random.word()))"
        default: return "mov \(d), \(Decoded.hexadecimal(random.word()))"
        }
    }

    /// A counted loop, with a jump over something in it.
    private mutating func loop() {
        let (top, over) = (newLabel(), newLabel())
        add("mov r14, \(random.from(1...12))")
        place(top)
        add("cmp r\(random.below(14)), r\(random.below(14))")
        add("\(random.pick(["je", "jne", "jl", "jge", "jle", "jg", "jb", "jae", "jbe", "ja"])) \(over)")
        add("xor r\(random.below(14)), r14, \(random.below(256))")
        place(over)
        add("dec r14")
        add("cmp r14, 0")
        add("jne \(top)")
    }

    /// An address that an access may go to. Stores must not hit the runtime, nor what the disk is just writing.
    mutating func address() -> String {
        let offset = Decoded.hexadecimal(UInt32(random.below(1024) * 4))
        switch random.below(12) {
        case 0...5: return "\(random.pick(["WINDOW", "WINDOW", "SECOND"])) + \(random.below(20)) * PAGE_SIZE + \(offset)"
        case 6...8: return "DATA + \(random.below(16)) * PAGE_SIZE + \(offset)"
        case 9: return "0xf0000000 + \(offset)"
        case 10:
            return random.pick(["\(offset)", "GUARD + \(offset)", "0x3000 + \(offset)", "0x50000000", "0xe0000000", "0x7ffff000"])
        // The last byte of a page, so that an offset leads into the next.
        default: return "\(random.pick(["WINDOW", "DATA"])) + \(random.below(16)) * PAGE_SIZE + 0xffc"
        }
    }

    mutating func accesses(_ count: Int, user: Bool) {
        for _ in 0..<count {
            let base = register()
            add("mov \(base), \(address())")
            for _ in 0..<random.from(1...3) { add(access(base)) }
            if random.once(in: 4) { add(operation()) }
        }
    }

    /// A load or store near the address in a register; now and then misaligned.
    mutating func access(_ base: String) -> String {
        let (mnemonic, size) = random.pick([
            ("load", 4), ("load", 4), ("loadh", 2), ("loadsh", 2), ("loadb", 1), ("loadsb", 1), ("store", 4), ("store", 4),
            ("storeh", 2), ("storeb", 1),
        ])
        let offset = random.once(in: 12) ? random.below(8) : random.below(4) * size
        let place = "[\(base) + \(offset)]"
        // A load into the base's register would send the next access anywhere.
        var other = register()
        while other == base { other = register() }
        return mnemonic.hasPrefix("load") ? "\(mnemonic) \(other), \(place)" : "\(mnemonic) \(place), \(register())"
    }

    /// Pushes, pops and calls within calls.
    mutating func stack() {
        let (inner, outer, end) = (newLabel(), newLabel(), newLabel())
        add("call \(outer)")
        for _ in 0..<random.from(1...5) { add("push \(register())") }
        add("mov r14, \(inner)")
        add("call r14")
        for _ in 0..<random.from(1...5) { add("pop \(register())") }
        add("jmp \(end)")
        place(outer)
        add("push r\(random.below(14))")
        add("call \(inner)")
        add("pop r\(random.below(14))")
        add("ret")
        place(inner)
        add(operation())
        add("ret")
        place(end)
    }

    mutating func flags() {
        for _ in 0..<random.from(1...4) {
            let value = UInt32(random.below(16)) | (random.once(in: 3) ? Flags.interrupt : 0)
            add("mov r\(random.below(8)), \(value)")
            add("push r\(random.below(8))")
            add("pushf")
            add("pop r9")
            add("mov r10, \(value)")
            add("push r10")
            add("popf")
            add(operation())
            add("pushf")
            add("pop \(register())")
        }
        add(["sidt r1", "smsw r2", "rdring r3"])
    }

    /// The values of the clock are dropped: time may differ. The features' leaf is left out: a monitor's guest has no root mode.
    mutating func time() {
        add(["rdtsc r4, r5", "clr r4", "clr r5"])
        for _ in 0..<random.from(1...3) {
            add("mov r1, \(random.pick([0, 1, 2, 3, 5, 6, 77]))")
            add(["cpuid r0, r1", "call note"])
        }
    }

    mutating func strip() {
        for _ in 0..<random.from(1...3) {
            add("mov r1, STRIP_BASE + \(Decoded.hexadecimal(UInt32(random.below(0x3fff00) & ~3)))")
            add(random.pick(["load r2, [r1]", "store [r1], r2", "jmp r1", "loadb r2, [r1 + 3]", "call r1"]))
        }
    }

    /// Words that are no instructions, or none here.
    mutating func undefined() {
        for _ in 0..<random.from(1...4) {
            let word = random.pick([
                "ud", ".word 0x02000000", ".word 0x01000001", ".word 0xffffffff", "mload r1, [r2]", "mstore [strip + 8], r1",
                "mjmp r3",
                "syscall", "brk", "int 0x83", "int 0x82",
            ])
            add(word)
        }
    }

    /// Control registers: values that they take, and values that they do not.
    mutating func control() {
        for _ in 0..<random.from(1...4) {
            switch random.below(6) {
            case 0:
                add("mov r1, \(random.pick(["0x10", "0x80000001", "0x100"]))")
                add("mov cr0, r1")
            case 1: add(["mov r1, DIRECTORY_A + 4", "mov cr3, r1"])
            case 2: add(["mov r1, \(random.from(0...31))", "mov cr8, r1"])
            case 3: add(["mov r1, on_call + \(random.below(4))", "mov sysentry, r1"])
            case 4: add(["mov r1, \(Decoded.hexadecimal(random.word()))", "mov \(random.pick(["cr2", "sp1", "sp2"])), r1"])
            default: add(["mov r1, 0xffc00000 + \(random.below(3)) * 0x1000", "mov limit, r1"])
            }
            add("mov r0, \(random.pick(["cr0", "cr2", "cr3", "sp0", "sp1", "sp2", "cr8", "sysentry", "limit"]))")
            add("call note")
        }
        add(["clr r1", "mov cr8, r1", "mov r1, on_call", "mov sysentry, r1"])
    }
}
