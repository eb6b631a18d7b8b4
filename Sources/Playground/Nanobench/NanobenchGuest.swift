/// The guests of the nanobenchmarks. Each makes so many rounds, and in each so many turns between the labels `begin` and `end`;
/// `nil` in place of a benchmark is the loop with nothing in it.
struct NanobenchGuest {
    let benchmark: Nanobenchmark?
    let isUser: Bool

    /// Turns between the markers. A multiple of what monitors do every so many times, so that it is in the average.
    static let turns = 64
    static let rounds = 8

    init(_ benchmark: Nanobenchmark) { (self.benchmark, isUser) = (benchmark, benchmark.isOfPrograms) }

    private init(emptyFor guest: NanobenchGuest) { (benchmark, isUser) = (nil, guest.isUser) }

    /// The same loop without what is measured.
    var empty: NanobenchGuest { NanobenchGuest(emptyFor: self) }

    /// For bare metal. Entries are as a kernel has them that expects to use its pages: marked as used and written.
    var source: String {
        """
        DIRECTORY = 0x100000
        TABLE = 0x101000
        ENTRIES = TABLE + 0x200 * 4
        MISSING = 0x3ff000
        BITS = PTE_PRESENT | PTE_WRITABLE | PTE_USER | PTE_ACCESSED | PTE_DIRTY
        _start:
            mov r1, TABLE | BITS
            mov r2, DIRECTORY
            store [r2], r1
            mov r2, TABLE
            mov r1, BITS
            mov r3, 0x400000
        .entry:
            store [r2], r1
            add r1, PAGE_SIZE
            add r2, 4
            cmp r1, r3
            jb .entry
            mov r1, 0
            store [r2 - 4], r1              ; the last page is the one that is not there
            mov r1, DIRECTORY
            mov cr3, r1
            mov r1, CR0_PAGING
            mov cr0, r1
            mov r1, table
            lidt r1
            mov r1, on_call
            mov sysentry, r1
            mov r1, 0x9000
            mov sp0, r1
            mov sp, 0x9000
            mov r9, \(Self.rounds)
            \(isUser ? Self.toProgram : "")
        \(rounds(.bare))
            mov r1, 0
        \(isUser ? "    div r1, r1" : "    out POWER_EXIT, r1")

        on_call:
            sysret
        leaf:
            ret
        on_page_fault:
            push r1
            mov r1, cr2
            jmp skip
        on_divide:
            cmp r9, 0
            je off
            push r1
        skip:                               ; the instruction that faulted is left out
            load r1, [sp + 4 + FRAME_PC]
            add r1, 4
            store [sp + 4 + FRAME_PC], r1
            pop r1
            iret
        off:
            mov r1, 0
            out POWER_EXIT, r1
        .align 8
        table:
            .word on_divide, GATE_PRESENT
            .space (VECTOR_PAGE_FAULT - 1) * 8
            .word on_page_fault, GATE_PRESENT
            .space (255 - VECTOR_PAGE_FAULT) * 8
        """
    }

    /// For a hypervisor.
    var paravirtualSource: String {
        """
        PAGES = 0x40000
        MISSING = 0x90000
        BITS = PTE_PRESENT | PTE_WRITABLE | PTE_USER
        _start:
            mov r1, table
            hcall HCALL_SET_TRAP_TABLE
            mov r1, 0x9000
            hcall HCALL_SET_KERNEL_STACK
            mov r1, 0
            mov r5, PV_FRAME_OF_PAGE
            mov r6, MISSING
        .page:
            load r2, [r5]
            shl r2, 12
            or r2, BITS
            mov r3, 1
            hcall HCALL_UPDATE_MAPPING
            add r5, 4
            add r1, PAGE_SIZE
            cmp r1, r6
            jb .page
            mov r2, 0
            hcall HCALL_UPDATE_MAPPING
            mov sp, 0x9000
            mov r9, \(Self.rounds)
            \(isUser ? Self.toParavirtualProgram : "")
        \(rounds(.paravirtual))
            mov r1, 0
        \(isUser ? "    div r1, r1" : "    hcall HCALL_SHUTDOWN")

        on_call:
            iret
        leaf:
            ret
        on_page_fault:
            push r1
            mov r1, PV_SHARED
            load r1, [r1 + SHARED_FAULT_ADDRESS]
            jmp skip
        on_divide:
            cmp r9, 0
            je off
            push r1
        skip:
            load r1, [sp + 4 + FRAME_PC]
            add r1, 4
            store [sp + 4 + FRAME_PC], r1
            pop r1
            iret
        off:
            mov r1, 0
            hcall HCALL_SHUTDOWN
        .align 8
        table:
            .word on_divide, GATE_PRESENT | 1 << GATE_TARGET_SHIFT
            .space (VECTOR_PAGE_FAULT - 1) * 8
            .word on_page_fault, GATE_PRESENT | 1 << GATE_TARGET_SHIFT
            .space (127 - VECTOR_PAGE_FAULT) * 8
            .word on_call, GATE_PRESENT | GATE_USER | GATE_KEEP_INTERRUPTS | 1 << GATE_TARGET_SHIFT
            .space 127 * 8
        """
    }

    private static let toProgram = """
            mov r12, 0
            mov r13, program
            mov r14, 0x8000
            sysret
        .align PAGE_SIZE
        program:
        """

    private static let toParavirtualProgram = """
            mov r1, 0
            mov r2, 0x8000
            mov r3, 3 << FLAG_RING_SHIFT | FLAG_INTERRUPT
            mov r4, program
            push r1
            push r2
            push r3
            push r4
            iret
        .align PAGE_SIZE
        program:
        """

    /// Each turn has a page-table entry of its own: in r1 its place (or its page's address), in r2 what it is while present.
    private func rounds(_ platform: Platform) -> String {
        """
        round:
            mov r4, 0
            mov r6, MISSING
            \(prepared(platform))
        \(platform.firstEntry)
            mov r8, \(Self.turns)
        begin:
            mov r10, r8
        turn:
            \(benchmark?.body(platform) ?? "")
        \(platform.nextEntry)
            sub r8, 1
            cmp r8, 0
            jne turn
        end:
            mov r10, r8
            sub r9, 1
            cmp r9, 0
            jne round
        """
    }

    /// Brings the entries into the state that they are measured from.
    private func prepared(_ platform: Platform) -> String {
        guard let before = benchmark?.before else { return "" }
        return """
            \(platform.firstEntry)
                mov r8, \(Self.turns)
            prepare:
                \(before.body(platform))
            \(platform.nextEntry)
                sub r8, 1
                cmp r8, 0
                jne prepare
            """
    }

    fileprivate enum Platform {
        case bare, paravirtual

        var firstEntry: String {
            switch self {
            case .bare:
                """
                    mov r1, ENTRIES
                    mov r2, 0x200000 | BITS
                """
            case .paravirtual:
                """
                    mov r1, PAGES
                    mov r5, PV_FRAME_OF_PAGE + PAGES / PAGE_SIZE * 4
                    load r2, [r5]
                    shl r2, 12
                    or r2, BITS
                    mov r3, 0
                """
            }
        }

        var nextEntry: String {
            switch self {
            case .bare:
                """
                    add r1, 4
                    add r2, PAGE_SIZE
                """
            case .paravirtual:
                """
                    add r1, PAGE_SIZE
                    add r5, 4
                    load r2, [r5]
                    shl r2, 12
                    or r2, BITS
                """
            }
        }
    }
}

extension Nanobenchmark {
    /// In ring 3; the others are the kernel's.
    fileprivate var isOfPrograms: Bool { self == .syscall || self == .pageFault || self == .divide }

    /// What is done to the entries first, unmeasured.
    fileprivate var before: Nanobenchmark? {
        switch self {
        case .entryRemoved: .entryMade
        case .entryMade: .entryRemoved
        default: nil
        }
    }

    fileprivate func body(_ platform: NanobenchGuest.Platform) -> String {
        switch (self, platform) {
        case (.syscall, .bare): "syscall"
        // The fast way of a hypervisor's guest is a gate that does not lead through the hypervisor.
        case (.syscall, .paravirtual): "int 0x80"
        case (.input, _): "in r7, 0x80"
        case (.taskPriority, _): "mov cr8, r4"
        case (.call, _): "call leaf"
        case (.pageFault, _): "load r7, [r6]"
        case (.divide, _): "div r7, r8, r4"
        case (.entryUnchanged, .bare), (.entryMade, .bare): "store [r1], r2"
        case (.entryRemoved, .bare): "store [r1], r4"
        case (.entryUnchanged, .paravirtual), (.entryMade, .paravirtual): "hcall HCALL_UPDATE_MAPPING"
        case (.entryRemoved, .paravirtual): "mov r2, 0\n    hcall HCALL_UPDATE_MAPPING"
        case (.timestamp, _): "rdtsc r7, r10"
        }
    }
}
