/// The guests that `bench` measures: an endless loop each, with paging on, in ring 3 or in ring 0.
enum BenchGuest: String, CaseIterable {
    case arithmetic
    case loadStore = "load-store"
    case systemCall = "system-call"
    case kernelArithmetic = "kernel-arith"
    case kernelLoadStore = "kernel-ldst"
    case kernelCall = "kernel-call"
    case kernelFlag = "kernel-cli"
    case privileged
    case exit
    case hypercall
    case translation

    /// For engines that run what is written for bare metal; `nil` if this is about something else.
    var source: String? { self == .hypercall ? nil : Self.boot(kernel) + user }

    /// The same loop for a hypervisor, if it means something there.
    var paravirtualSource: String? {
        switch self {
        case .arithmetic, .loadStore: Self.paravirtualBoot(kernel: "") + user
        case .systemCall:
            Self.paravirtualBoot(kernel: "") + """
                calls:
                    int 0x80
                    jmp calls
                """
        case .hypercall:
            Self.paravirtualBoot(
                kernel: """
                    loop:
                        hcall HCALL_YIELD
                        hcall HCALL_YIELD
                        hcall HCALL_YIELD
                        hcall HCALL_YIELD
                        jmp loop
                    """) + user
        default: nil
        }
    }

    /// Instructions in one turn of the loop, for the native loops beside it.
    var instructionsPerTurn: Int { self == .systemCall ? 3 : 8 }

    /// What is counted.
    var unit: String {
        switch self {
        case .arithmetic, .loadStore, .kernelArithmetic, .kernelLoadStore, .kernelCall, .kernelFlag: "instructions/s"
        case .systemCall: "round trips/s"
        case .privileged: "privileged instructions/s"
        case .exit: "exits/s"
        case .hypercall: "hypercalls/s"
        case .translation: "units/s"
        }
    }

    /// Maps the first 4 MiB to themselves for all rings, and goes to ring 3.
    private static func boot(_ kernel: String) -> String {
        """
        DIRECTORY = 0x100000
        TABLE = 0x101000
        FROM = 0x10000
        TO = 0x20000
        SIZE = 0x4000
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
        \(kernel)
        .align PAGE_SIZE
        user:

        """
    }

    /// Lets all rings reach the first pages; calls the kernel's loop, if it has one; and goes to ring 3.
    private static func paravirtualBoot(kernel: String) -> String {
        """
        FROM = 0x10000
        TO = 0x20000
        SIZE = 0x4000
        _start:
            mov r1, table
            hcall HCALL_SET_TRAP_TABLE
            mov r1, 0x9000
            hcall HCALL_SET_KERNEL_STACK
            mov r1, 0
            mov r5, PV_FRAME_OF_PAGE
            mov r6, TO + SIZE
        .page:
            load r2, [r5]
            shl r2, 12
            or r2, PTE_PRESENT | PTE_WRITABLE | PTE_USER
            mov r3, 1
            hcall HCALL_UPDATE_MAPPING
            add r5, 4
            add r1, PAGE_SIZE
            cmp r1, r6
            jb .page
        \(kernel)
            mov r1, 0
            mov r2, 0x8000
            mov r3, 3 << FLAG_RING_SHIFT | FLAG_INTERRUPT
            mov r4, user
            mov sp, 0x9000
            push r1
            push r2
            push r3
            push r4
            mov r1, 1
            mov r2, 0
            mov r3, 0
            iret
        on_call:
            iret
        .align 8
        table:
            .space 128 * 8
            .word on_call, GATE_PRESENT | GATE_USER | GATE_KEEP_INTERRUPTS | 1 << GATE_TARGET_SHIFT
            .space 127 * 8
        .align PAGE_SIZE
        user:

        """
    }

    // Each turn needs the one before, so that no compiler can make less of the loop beside it.
    private static let arithmeticLoop = """
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
    private static let loadStoreLoop = """
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

    /// What the kernel does with a system call.
    private var kernel: String {
        switch self {
        case .arithmetic, .loadStore, .systemCall, .hypercall: "    sysret"
        case .kernelArithmetic: Self.arithmeticLoop
        case .kernelLoadStore: Self.loadStoreLoop
        case .kernelCall:
            """
            loop:
                add r1, r1, 1
                call leaf
                add r2, r2, r1
                jmp loop
            leaf:
                add r3, r3, r2
                ret
            """
        case .kernelFlag:
            """
            loop:
                cli
                add r1, r1, 1
                sti
                add r2, r2, r1
                jmp loop
            """
        // A monitor of deprivileged guests must carry each out, or translate it.
        case .privileged:
            """
            loop:
                cli
                cli
                cli
                cli
                jmp loop
            """
        // What every monitor must carry out.
        case .exit:
            """
            loop:
                cpuid r1, r2
                cpuid r1, r2
                cpuid r1, r2
                cpuid r1, r2
                jmp loop
            """
        // More code than a translation cache holds: whenever a block is executed again, its translation has been dropped.
        case .translation:
            """
            CODE = 0x200000
            END = 0x3f0000
                mov r13, END
                mov r14, back
                mov r15, end
                mov r4, CODE
            .fill:
                mov r3, block
            .word:
                load r5, [r3]
                store [r4], r5
                add r3, 4
                add r4, 4
                cmp r3, r14
                jne .word
                cmp r4, r13
                jne .fill
            .last:
                load r5, [r3]
                store [r4], r5
                add r3, 4
                add r4, 4
                cmp r3, r15
                jne .last
                mov r3, CODE
                jmp r3
            .align 32
            block:
                add r1, r1, 1
                add r2, r2, r1
                xor r5, r2, r1
                shl r6, r5, 1
                add r1, r1, r6
                or r7, r1, r2
                sub r8, r7, 1
                jmp $ + 4
            back:
                mov r3, CODE
                jmp r3
            end:
            """
        }
    }

    private var user: String {
        switch self {
        case .arithmetic: Self.arithmeticLoop
        case .loadStore: Self.loadStoreLoop
        default:
            """
            calls:
                syscall
                jmp calls
            """
        }
    }
}
