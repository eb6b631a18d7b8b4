/// The guests that `bench` measures: an endless loop each, in ring 3 with paging on.
enum BenchGuest: String, CaseIterable {
    case arithmetic
    case loadStore = "load-store"
    case systemCall = "system-call"
    case privileged
    case exit

    var source: String { Self.boot + loop }

    /// Instructions in one turn of the loop, for the native loops beside it.
    var instructionsPerTurn: Int { self == .systemCall ? 3 : 8 }

    /// What is counted.
    var unit: String {
        switch self {
        case .arithmetic, .loadStore: "instructions/s"
        case .systemCall: "round trips/s"
        case .privileged: "privileged instructions/s"
        case .exit: "exits/s"
        }
    }

    /// Maps the first 4 MiB to themselves for all rings, and goes to ring 3.
    private static let boot = """
        DIRECTORY = 0x100000
        TABLE = 0x101000
        _start:
            mov r1, TABLE | PTE_PRESENT | PTE_WRITABLE | PTE_USER
            mov r2, DIRECTORY
            store [r2], r1
            mov r2, TABLE
            mov r1, PTE_PRESENT | PTE_WRITABLE | PTE_USER
            mov r3, 0x400000
        .entry:
            store [r2], r1
            add r1, PAGE_SIZE
            add r2, 4
            cmp r1, r3
            jb .entry
            mov r1, DIRECTORY
            mov cr3, r1
            mov r1, CR0_PAGING
            mov cr0, r1
            mov r1, kernel
            mov sysentry, r1
            mov r1, 0x9000
            mov sp0, r1
            mov r12, 0
            mov r13, user
            mov r14, 0x8000
            mov r1, 1
            mov r3, 0
            sysret
        .align PAGE_SIZE
        kernel:
            cmp r10, 0
            jne masked
            sysret
        masked:
            cmp r10, 1
            jne identified
        .again:
            cli
            cli
            cli
            cli
            jmp .again
        identified:
            cpuid r1, r2
            cpuid r1, r2
            cpuid r1, r2
            cpuid r1, r2
            jmp identified
        .align PAGE_SIZE
        user:

        """

    private var loop: String {
        switch self {
        // Each turn needs the one before, so that no compiler can make less of the loop beside it.
        case .arithmetic:
            """
            loop:
                add r1, r1, r2
                xor r2, r2, r1
                shl r4, r1, 3
                add r3, r3, r4
                or r6, r2, r3
                sub r5, r5, 1
                cmp r5, 0
                jne loop
                jmp loop
            """
        // Copies 16 KiB, two words a turn, again and again.
        case .loadStore:
            """
            FROM = 0x10000
            TO = 0x20000
            SIZE = 0x4000
                mov r5, FROM + SIZE
            again:
                mov r1, FROM
                mov r3, TO
            loop:
                load r2, [r1]
                store [r3], r2
                load r4, [r1+4]
                store [r3+4], r4
                add r1, r1, 8
                add r3, r3, 8
                cmp r1, r5
                jne loop
                jmp again
            """
        // In the kernel, where a monitor of deprivileged guests must carry each out.
        case .privileged:
            """
                mov r10, 1
                syscall

            """
        // What every monitor must carry out.
        case .exit:
            """
                mov r10, 2
                syscall

            """
        case .systemCall:
            """
            loop:
                syscall
                jmp loop
            """
        }
    }
}
