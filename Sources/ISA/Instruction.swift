/// Every instruction of Ring32. The raw value is the opcode, the top byte of the word.
///
/// An instruction is one case here, one row in `InstructionTable.swift` and one case in the CPU loop.
/// Forms of one mnemonic that take different operands (`add r1, r2, r3` and `add r1, r2, 5`) are cases of their own.
package enum Instruction: UInt8, CaseIterable, Sendable {
    // Opcode 0 is undefined for good, so that a jump into zeroed memory faults at once.
    case ud = 0x00
    case nop

    // Moving data
    case mov = 0x08, movi, movhi
    case load = 0x10, loadb, loadh, loadsb, loadsh, store, storeb, storeh, push, pop

    // Arithmetic and logic: with a register, then with an immediate
    case add = 0x20, sub, mul, and, or, xor, shl, shr, sar, div, mod, idiv, imod, not, neg, cmp, test
    case addi = 0x38, subi, muli, andi, ori, xori, shli, shri, sari, cmpi, testi

    // Control flow
    case jmp = 0x48, jmpr, call, callr, ret
    case je = 0x50, jne, jl, jge, jle, jg, jb, jae, jbe, ja

    // Crossing rings
    case int = 0x60, brk, iret, syscall, sysret, hcall

    // Sensitive but unprivileged: the holes of x86
    case pushf = 0x68, popf, sidt, smsw, rdring

    // Privileged
    case hlt = 0x70, cli, sti, lidt, inp, inr, outp, outr, movfcr, movtcr, invlpg

    // Time and identity
    case rdtsc = 0x7c, cpuid

    // Monitor forms, legal only in words fetched from the reserved strip
    case mload = 0x80, mloads, mstore, mstores, mjmp

    // Root mode
    case vmxon = 0x90, vmxoff, vmclear, vmptrld, vmread, vmwrite, vmlaunch, vmresume, vmcall, invept, invvpid
}

/// What the words of Ring32 mean in a host's silicon.
package enum ISAVariant: String, CaseIterable, Sendable {
    /// As on x86: six sensitive instructions do not trap outside ring 0.
    case x86
    /// As Popek and Goldberg ask: every sensitive instruction traps outside ring 0 (`rdtsc` and `cpuid` excepted).
    case classic
}
