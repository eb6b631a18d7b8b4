import ISA

// Changes of ring, gates and traps.
extension FragmentWriter {
    /// Goes to ring 3 at a label, with some flags, one way or the other.
    private mutating func enterUser(_ label: String) {
        let flags = UInt32(random.below(16)) | (random.once(in: 2) ? Flags.interrupt : 0) | (random.once(in: 8) ? Flags.trace : 0)
        if random.once(in: 2) {
            add(["mov r12, \(flags)", "mov r13, \(label)", "mov r14, USER_STACK", "sysret"])
        } else {
            add(["clr r1", "push r1", "mov r1, USER_STACK", "push r1"])
            add(["mov r1, \(flags) | 3 << FLAG_RING_SHIFT", "push r1", "mov r1, \(label)", "push r1", "iret"])
        }
    }

    /// Code for ring 3, which comes home at its end.
    private mutating func userCode(_ label: String, _ body: (inout FragmentWriter) -> Void) {
        lines.append(".section user")
        place(label)
        body(&self)
        add("int 0x81")
        lines.append(".section program")
    }

    mutating func user() {
        let label = newLabel()
        enterUser(label)
        userCode(label) { writer in
            for _ in 0..<writer.random.from(2...6) { writer.userPiece() }
        }
    }

    private mutating func userPiece() {
        switch random.below(9) {
        case 0...2: arithmetic(random.from(1...6))
        case 3...4: accesses(random.from(1...3), user: true)
        case 5: stack()
        case 6: add(random.pick(["syscall", "int 0x80", "int 0x83", "int 0x84", "brk", "syscall"]))
        case 7:
            add(
                random.pick([
                    "int 0x82", "int 0x85", "int 0x86", "int 0x87", "int 0x20", "int 14", "hlt", "cli", "sti", "lidt r1",
                    "in r1, PIC_MASK",
                    "out CONSOLE_DATA, r1", "mov r1, cr3", "mov cr0, r1", "invlpg r2", "sysret", "int 0x88",
                ]))
        default: userHole()
        }
    }

    /// What ring 3 sees of the machine's state, where that is the same everywhere.
    private mutating func userHole() {
        guard holes else { return add(operation()) }
        add(random.pick(["pushf", "popf", "sidt r1", "smsw r2", "rdring r3", "mov r5, 2\n    cpuid r4, r5", "iret"]))
        if random.once(in: 2) { add("mov sp, USER_STACK") }
    }

    mutating func systemCalls() {
        let label = newLabel()
        enterUser(label)
        userCode(label) { writer in
            for _ in 0..<writer.random.from(1...5) {
                writer.add(writer.operation())
                writer.add(writer.random.pick(["syscall", "syscall", "int 0x80"]))
            }
        }
    }

    /// Some instructions, each followed by a debug trap.
    mutating func singleStep() {
        let label = newLabel()
        let flags = Flags.trace | UInt32(random.below(16)) | (random.once(in: 3) ? Flags.interrupt : 0)
        if random.once(in: 2) {
            add(["clr r1", "push r1", "mov r1, KERNEL_STACK", "push r1", "mov r1, \(flags)", "push r1"])
            add(["mov r1, \(label)", "push r1", "iret"])
            place(label)
        } else {
            add(["mov r1, \(flags)", "push r1", "popf"])
        }
        if random.once(in: 4) { add("hlt") }
        for _ in 0..<random.from(2...10) {
            add(random.once(in: 5) ? random.pick(["int 0x80", "brk", "cli", "pushf", "ud", "push r3", "invlpg r1"]) : operation())
        }
    }

    /// The stack is gone when a fault is to be delivered on it.
    mutating func doubleFault() {
        add("mov sp, \(random.pick(["GUARD + 0x800", "0x4008", "0x400c", "0x50000000", "KERNEL_STACK - 2", "0x3f000 + 64", "8"]))")
        add(random.pick(["push r1", "int 0x80", "brk", "clr r2\n    div r1, r1, r2", "ud", "pushf", "call \(end)", "iret", "ret"]))
    }

    private var end: String { "e\(number)" }

    /// A gate that may be nonsense, tried from ring 0 or ring 3.
    mutating func gate() {
        let bits = random.once(in: 6) ? UInt32(random.below(256)) : UInt32(random.below(128)) | Gate.present
        let handler = random.pick([
            "on_software", "on_software", "go_home", "0x50000000", "0x00200000", "on_software + 2", "STRIP_BASE",
        ])
        add(["mov r1, TRAP_TABLE + 0x8f * 8", "mov r2, \(handler)", "store [r1], r2", "mov r2, \(Decoded.hexadecimal(bits))"])
        add("store [r1 + 4], r2")
        if random.once(in: 2) {
            add("int 0x8f")
        } else {
            let label = newLabel()
            enterUser(label)
            userCode(label) { $0.add("int 0x8f") }
        }
    }

    /// The trap table is moved, or seen elsewhere.
    mutating func trapTable() {
        add(["mov r1, \(random.pick(["TRAP_COPY", "TRAP_ALIAS", "TRAP_COPY + 4"]))", "lidt r1", "sidt r0", "call note"])
        add(random.pick(["int 0x80", "brk", "clr r2\n    mod r1, r1, r2", "ud", "load r1, [r0 + 1]"]))
        if random.once(in: 2) {
            // The gate of the divide error becomes that of the undefined instruction, in the table in use.
            add([
                "mov r1, TRAP_COPY", "load r3, [r1 + 48]", "load r4, [r1]", "store [r1], r3", "clr r2", "div r5, r5, r2",
                "store [r1], r4",
            ])
        }
        add(["mov r1, TRAP_TABLE", "lidt r1"])
    }

    mutating func monitorControl() {
        let label = newLabel()
        if random.once(in: 2) {
            add(["mov r1, \(random.pick(["WINDOW", "SECOND", "0x10000000", "0x400000"]))", "mov limit, r1"])
            enterUser(label)
            userCode(label) { $0.accesses(4, user: true) }
        } else {
            add([
                "mov r1, CR0_PAGING | CR0_TRAP_TIME", "mov cr0, r1", "mov r3, 2", "cpuid r2, r3", "rdtsc r4, r5", "clr r4",
                "clr r5",
            ])
            enterUser(label)
            userCode(label) { $0.add(["cpuid r2, r3", "rdtsc r4, r5"]) }
        }
    }

    mutating func fatal() {
        switch random.below(5) {
        case 0: add(["mov r1, 0x60000", "lidt r1", "int 0x80"])
        case 1: add(["mov r1, GUARD + 0x800", "mov sp0, r1", "mov sp, GUARD + 0x400", "push r1"])
        case 2: add(["cli", "hlt"])
        case 3: add(["mov r1, 0x70000", "mov cr3, r1"])
        default:
            let label = newLabel()
            add("cli")
            place(label)
            add("jmp \(label)")
        }
    }
}
