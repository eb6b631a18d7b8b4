extension Instruction {
    /// The instruction's row.
    package var row: Row { Self.rows[Int(rawValue)]! }

    /// By opcode, made once.
    private static let rows: [Row?] = (0...255).map { Instruction(rawValue: $0)?.description }

    /// The switch is exhaustive: a new case does not compile until it is described here.
    private var description: Row {
        switch self {
        case .ud:
            .plain(
                "ud", [], .alu, "Raises the undefined-instruction fault.", endsBlock: true,
                help: "The all-zero word, so that a jump into empty memory is noticed at once.")
        case .nop: .plain("nop", [], .alu, "Does nothing.")

        case .mov: .plain("mov", [.d, .a], .alu, "Copies ra to rd.")
        case .movi:
            .plain(
                "mov", [.d, .signed16], .alu, "Loads a sign-extended 16-bit constant into rd.",
                help: "The assembler adds a movhi when a constant needs more bits, and for every label.")
        case .movhi: .plain("movhi", [.d, .unsigned16], .alu, "Replaces the upper half of rd and keeps the lower half.")

        case .load: .plain("load", [.d, .memory], .load, "Loads a word into rd.", help: "The address must be a multiple of 4.")
        case .loadb: .plain("loadb", [.d, .memory], .load, "Loads a byte into rd, zero-extended.")
        case .loadh:
            .plain(
                "loadh", [.d, .memory], .load, "Loads a half-word into rd, zero-extended.",
                help: "The address must be a multiple of 2.")
        case .loadsb: .plain("loadsb", [.d, .memory], .load, "Loads a byte into rd, sign-extended.")
        case .loadsh:
            .plain(
                "loadsh", [.d, .memory], .load, "Loads a half-word into rd, sign-extended.",
                help: "The address must be a multiple of 2.")
        case .store: .plain("store", [.memory, .d], .store, "Stores the word in rd.", help: "The address must be a multiple of 4.")
        case .storeb: .plain("storeb", [.memory, .d], .store, "Stores the low byte of rd.")
        case .storeh:
            .plain(
                "storeh", [.memory, .d], .store, "Stores the low half-word of rd.",
                help: "The address must be a multiple of 2.")
        case .push: .plain("push", [.d], .store, "Subtracts 4 from sp and stores rd there.")
        case .pop: .plain("pop", [.d], .load, "Loads rd from sp and adds 4 to sp.")

        case .add: .plain("add", [.d, .a, .b], .alu, "rd = ra + rb, wrapping.")
        case .sub: .plain("sub", [.d, .a, .b], .alu, "rd = ra - rb, wrapping.")
        case .mul: .plain("mul", [.d, .a, .b], .multiply, "rd = the low 32 bits of ra * rb.")
        case .and: .plain("and", [.d, .a, .b], .alu, "rd = ra AND rb, bit by bit.")
        case .or: .plain("or", [.d, .a, .b], .alu, "rd = ra OR rb, bit by bit.")
        case .xor: .plain("xor", [.d, .a, .b], .alu, "rd = ra XOR rb, bit by bit.")
        case .shl: .plain("shl", [.d, .a, .b], .alu, "rd = ra shifted left by the low five bits of rb.")
        case .shr: .plain("shr", [.d, .a, .b], .alu, "rd = ra shifted right by the low five bits of rb, filling with zeros.")
        case .sar: .plain("sar", [.d, .a, .b], .alu, "rd = ra shifted right by the low five bits of rb, filling with the sign.")
        case .div: .plain("div", [.d, .a, .b], .divide, "rd = ra / rb, unsigned.", help: "A divisor of 0 raises the divide error.")
        case .mod:
            .plain(
                "mod", [.d, .a, .b], .divide, "rd = the remainder of ra / rb, unsigned.",
                help: "A divisor of 0 raises the divide error.")
        case .idiv:
            .plain(
                "idiv", [.d, .a, .b], .divide, "rd = ra / rb, signed, rounding towards zero.",
                help: "A divisor of 0, and -2147483648 / -1, raise the divide error.")
        case .imod:
            .plain(
                "imod", [.d, .a, .b], .divide, "rd = the remainder of ra / rb, signed, with the sign of ra.",
                help: "A divisor of 0, and -2147483648 / -1, raise the divide error.")
        case .not: .plain("not", [.d, .a], .alu, "rd = ra with every bit inverted.")
        case .neg: .plain("neg", [.d, .a], .alu, "rd = 0 - ra.")
        case .cmp:
            .plain(
                "cmp", [.a, .b], .alu, "Sets N Z C V as ra - rb does; C is the borrow.",
                help: "Only cmp and test, and what restores the flags, write the flags.")
        case .test: .plain("test", [.a, .b], .alu, "Sets N and Z as ra AND rb does, and clears C and V.")

        case .addi: .plain("add", [.d, .a, .signed16], .alu, "rd = ra + a sign-extended constant.")
        case .subi: .plain("sub", [.d, .a, .signed16], .alu, "rd = ra - a sign-extended constant.")
        case .muli: .plain("mul", [.d, .a, .signed16], .multiply, "rd = the low 32 bits of ra * a sign-extended constant.")
        case .andi: .plain("and", [.d, .a, .unsigned16], .alu, "rd = ra AND a zero-extended constant.")
        case .ori: .plain("or", [.d, .a, .unsigned16], .alu, "rd = ra OR a zero-extended constant.")
        case .xori: .plain("xor", [.d, .a, .unsigned16], .alu, "rd = ra XOR a zero-extended constant.")
        case .shli: .plain("shl", [.d, .a, .shift5], .alu, "rd = ra shifted left.")
        case .shri: .plain("shr", [.d, .a, .shift5], .alu, "rd = ra shifted right, filling with zeros.")
        case .sari: .plain("sar", [.d, .a, .shift5], .alu, "rd = ra shifted right, filling with the sign.")
        case .cmpi: .plain("cmp", [.a, .signed16], .alu, "Sets N Z C V as ra - a sign-extended constant does; C is the borrow.")
        case .testi:
            .plain("test", [.a, .unsigned16], .alu, "Sets N and Z as ra AND a zero-extended constant does, and clears C and V.")

        case .jmp: .plain("jmp", [.target24], .jump, "Jumps to the target.", endsBlock: true)
        case .jmpr: .plain("jmp", [.a], .jumpIndirect, "Jumps to the address in ra.", endsBlock: true)
        case .call: .plain("call", [.target24], .call, "Pushes the next pc and jumps to the target.", endsBlock: true)
        case .callr: .plain("call", [.a], .call, "Pushes the next pc and jumps to the address in ra.", endsBlock: true)
        case .ret: .plain("ret", [], .ret, "Pops the pc.", endsBlock: true)
        case .je: .branch("je", "equal: Z is set")
        case .jne: .branch("jne", "not equal: Z is clear")
        case .jl: .branch("jl", "less, signed: N and V differ")
        case .jge: .branch("jge", "greater or equal, signed: N and V agree")
        case .jle: .branch("jle", "less or equal, signed: Z is set, or N and V differ")
        case .jg: .branch("jg", "greater, signed: Z is clear, and N and V agree")
        case .jb: .branch("jb", "below, unsigned: C is set")
        case .jae: .branch("jae", "above or equal, unsigned: C is clear")
        case .jbe: .branch("jbe", "below or equal, unsigned: C or Z is set")
        case .ja: .branch("ja", "above, unsigned: C and Z are clear")

        case .int:
            Row(
                "int", [.vector8], .softwareInterrupt, "Enters the trap table's gate for the vector.", paravirtual: .gate,
                endsBlock: true,
                help: "A gate whose caller ring is more privileged than the current ring raises a protection fault instead.")
        case .brk:
            Row(
                "brk", [], .softwareInterrupt, "Raises the breakpoint trap; the frame's pc is that of the next instruction.",
                endsBlock: true)
        case .iret:
            Row(
                "iret", [], .interruptReturn, "Pops a trap frame: pc, flags with the ring, and sp; the error code is dropped.",
                privilege: .hole, sensitivity: [.control, .behaviour], paravirtual: .gate, endsBlock: true,
                help:
                    "The ring may stay or become less privileged. On an x86-like host, outside ring 0, IF silently keeps its value."
            )
        case .syscall:
            Row(
                "syscall", [], .systemCall, "Enters ring 0 at sysentry on the stack sp0, with IF and TF clear.", paravirtual: .gate,
                endsBlock: true,
                help:
                    "r12 receives the flags, r13 the next pc, r14 the caller's sp. From ring 3 only; undefined elsewhere and while sysentry is 0."
            )
        case .sysret:
            Row(
                "sysret", [], .systemReturn, "Returns to ring 3: pc from r13, sp from r14, flags from r12.", privilege: .privileged,
                sensitivity: .control, paravirtual: .gate, endsBlock: true)
        case .hcall:
            Row(
                "hcall", [.unsigned16], .hypercall, "Calls the hypervisor, with a frame on its stack.", exit: .always,
                endsBlock: true,
                help: "From ring 1 only; undefined elsewhere, and where no hypervisor answers. 'isa --hypercalls' lists the calls.")

        case .pushf:
            Row(
                "pushf", [], .flags, "Pushes the flags.", privilege: .hole, sensitivity: .behaviour, paravirtual: .virtualFlag,
                help: "A deprivileged kernel sees the host's IF, not its own.")
        case .popf:
            Row(
                "popf", [], .flags, "Pops the flags.", privilege: .hole, sensitivity: [.control, .behaviour],
                paravirtual: .virtualFlag,
                endsBlock: true, help: "Outside ring 0, on an x86-like host, IF silently keeps its value.")
        case .sidt:
            Row(
                "sidt", [.d], .descriptor, "Reads the address of the trap table.", privilege: .hole, sensitivity: .behaviour,
                paravirtual: .notOffered, help: "Under a monitor it is the monitor's table: the Red Pill.")
        case .smsw:
            Row("smsw", [.d], .descriptor, "Reads cr0.", privilege: .hole, sensitivity: .behaviour, paravirtual: .notOffered)
        case .rdring:
            Row(
                "rdring", [.d], .descriptor, "Reads the current ring.", privilege: .hole, sensitivity: .behaviour,
                paravirtual: .notOffered, help: "On x86, the low bits of the code-segment selector.")

        case .hlt:
            .control(
                "hlt", [], .halt, "Waits for an interrupt.", exit: .hlt, paravirtual: .block,
                help: "With IF clear nothing can wake it: the machine stops.")
        case .cli: .control("cli", [], .interruptFlag, "Clears IF: interrupts wait.", paravirtual: .virtualFlag)
        case .sti:
            .control(
                "sti", [], .interruptFlag, "Sets IF.", paravirtual: .virtualFlag,
                help: "Interrupts are taken after the next instruction, so that sti and hlt cannot be parted.")
        case .lidt:
            .control(
                "lidt", [.a], .descriptor, "Sets the address of the trap table: 256 gates of 8 bytes.", paravirtual: .trapTable)
        case .inp: .io("in", [.d, .unsigned16], "Reads the port into rd.")
        case .inr: .io("in", [.d, .a], "Reads the port numbered by the low 16 bits of ra into rd.")
        case .outp: .io("out", [.unsigned16, .d], "Writes rd to the port.")
        case .outr: .io("out", [.a, .d], "Writes rd to the port numbered by the low 16 bits of ra.")
        case .movfcr:
            Row(
                "mov", [.d, .controlA], .controlRead, "Reads a control register.", privilege: .privileged, sensitivity: .behaviour,
                exit: .controlRegister, paravirtual: .sharedPage)
        case .movtcr:
            .control(
                "mov", [.controlD, .a], .controlWrite, "Writes a control register.", exit: .controlRegister,
                paravirtual: .tableBase,
                help: "A value with bits that the register does not have raises a protection fault.")
        case .invlpg:
            .control(
                "invlpg", [.a], .invalidate, "Drops the TLB's entry for the page that holds the address in ra.", exit: .invlpg,
                paravirtual: .invalidate)

        case .rdtsc:
            Row(
                "rdtsc", [.d, .a], .timestamp, "Reads the clock: the low word into rd, then the high word into ra.",
                privilege: .controlled, sensitivity: .behaviour, exit: .rdtsc)
        case .cpuid:
            Row(
                "cpuid", [.d, .a], .identify, "Reads the identification word of the leaf numbered by ra.",
                privilege: .controlled, sensitivity: .behaviour, exit: .always)

        case .mload: .monitor("load", "mload", [.d, .memory], .load, "Loads a word into rd, past the limit.")
        case .mloads: .monitor("load", "mload", [.d, .strip], .load, "Loads a word of the strip into rd.")
        case .mstore: .monitor("store", "mstore", [.memory, .d], .store, "Stores rd, past the limit.")
        case .mstores: .monitor("store", "mstore", [.strip, .d], .store, "Stores rd in the strip.")
        case .mjmp: .monitor("jump", "mjmp", [.a], .jumpIndirect, "Jumps to the address in ra, past the limit.", endsBlock: true)

        case .vmxon: .root("vmxon", [.a], .rootMode, "Turns root mode on, with the region at the physical address in ra.")
        case .vmxoff: .root("vmxoff", [], .rootMode, "Turns root mode off.")
        case .vmclear:
            .root("vmclear", [.a], .rootMode, "Marks the VMCS at the physical address in ra clear; if it was current, none is.")
        case .vmptrld: .root("vmptrld", [.a], .rootMode, "Makes the VMCS at the physical address in ra current.")
        case .vmread: .root("vmread", [.d, .a], .vmread, "Reads the current VMCS's field numbered by ra into rd.")
        case .vmwrite: .root("vmwrite", [.d, .a], .vmwrite, "Writes ra to the current VMCS's field numbered by rd.")
        case .vmlaunch: .root("vmlaunch", [], .vmentry, "Enters non-root mode with a clear VMCS.", endsBlock: true)
        case .vmresume: .root("vmresume", [], .vmentry, "Enters non-root mode with a launched VMCS.", endsBlock: true)
        case .vmcall: .root("vmcall", [], .hypercall, "Exits to root mode.", endsBlock: true)
        case .invept:
            .root("invept", [.a], .rootMode, "Drops translations that came through the nested tables at the address in ra.")
        case .invvpid: .root("invvpid", [.a], .rootMode, "Drops translations tagged with the VPID in ra.")
        }
    }
}

// The kinds of rows. Each says once what all rows of its kind have in common.
extension Row {
    fileprivate init(
        _ mnemonic: String, _ operands: [Operand], _ cost: CostClass, _ effect: String,
        privilege: Privilege = .any, sensitivity: Sensitivity = [], exit: ExitControl = .never,
        paravirtual: Paravirtual = .unchanged, endsBlock: Bool = false, help: String = ""
    ) {
        self.init(
            mnemonic: mnemonic, operands: operands, effect: effect, help: help, privilege: privilege, sensitivity: sensitivity,
            exit: exit, paravirtual: paravirtual, cost: cost, endsBlock: endsBlock)
    }

    /// Innocuous: the same in every ring.
    fileprivate static func plain(
        _ mnemonic: String, _ operands: [Operand], _ cost: CostClass, _ effect: String, endsBlock: Bool = false, help: String = ""
    ) -> Row {
        Row(mnemonic, operands, cost, effect, endsBlock: endsBlock, help: help)
    }

    fileprivate static func branch(_ mnemonic: String, _ condition: String) -> Row {
        Row(mnemonic, [.target24], .jump, "Jumps if \(condition).", endsBlock: true)
    }

    /// Privileged and control-sensitive.
    fileprivate static func control(
        _ mnemonic: String, _ operands: [Operand], _ cost: CostClass, _ effect: String, exit: ExitControl = .never,
        paravirtual: Paravirtual, help: String = ""
    ) -> Row {
        Row(
            mnemonic, operands, cost, effect, privilege: .privileged, sensitivity: .control, exit: exit, paravirtual: paravirtual,
            endsBlock: true, help: help)
    }

    fileprivate static func io(_ mnemonic: String, _ operands: [Operand], _ effect: String) -> Row {
        Row(
            mnemonic, operands, .portIO, effect, privilege: .privileged,
            sensitivity: mnemonic == "in" ? [.control, .behaviour] : .control,
            exit: .ioBitmap, paravirtual: .device, help: "A port without a device reads as all ones and ignores writes.")
    }

    fileprivate static func monitor(
        _ kind: String, _ mnemonic: String, _ operands: [Operand], _ cost: CostClass, _ effect: String, endsBlock: Bool = false
    ) -> Row {
        Row(
            mnemonic, operands, cost, effect, privilege: .monitor, paravirtual: .notOffered, endsBlock: endsBlock,
            help: "The monitor's form of \(kind): undefined unless the word itself lies in the strip. On x86, a %gs override.")
    }

    fileprivate static func root(
        _ mnemonic: String, _ operands: [Operand], _ cost: CostClass, _ effect: String, endsBlock: Bool = false
    ) -> Row {
        Row(
            mnemonic, operands, cost, effect, privilege: .root, sensitivity: .control, exit: .always, paravirtual: .notOffered,
            endsBlock: endsBlock,
            help: """
                Undefined unless CR0_ROOT_MODE is set, which a host without root mode does not allow, and vmxon has been \
                executed. In a guest it exits, in any ring.
                """)
    }
}
