import Assembler
import ISA

/// What every fuzz program stands on: page tables, a trap table that catches everything, and handlers that note what they catch
/// and go on. All of it lies in the first 320 KiB, so that a fuzz machine can be small.
///
///     0x01000  variables, then the log            0x0b000  window table A, then B (a page each)
///     0x02000  trap table, then a copy of it      0x0d000  table for device memory
///     0x04000  kernel stack, between guards       0x10000  runtime, 0x12000 program
///     0x06000  stack for entries from ring 3      0x20000  user code (read only)
///     0x07000  user stack                         0x28000  code to be written (8 pages)
///     0x08000  directory A, then B                0x30000  data (16 frames), 0x40000 for disk transfers (8 frames)
///     0x0a000  table of the first 4 MiB
///
/// The windows are 4 MiB each from 0x40000000 on: in directory A table A twice, in directory B table B, then A.
enum FuzzRuntime {
    static let ramSize = 0x50000

    /// Constants that fragments use.
    static let constants = """
        RESUME = 0x1000
        FAULTS = 0x1004
        TRACES = 0x1008
        CALLS = 0x100c
        DIGEST = 0x1010
        LOG_NEXT = 0x1014
        LOG = 0x1400
        TRAP_TABLE = 0x2000
        TRAP_COPY = 0x2800
        KERNEL_STACK = 0x5000
        GUARD = 0x5000
        ENTRY_STACK = 0x7000
        USER_STACK = 0x7ff0
        DIRECTORY_A = 0x8000
        DIRECTORY_B = 0x9000
        LOW_TABLE = 0xa000
        TABLE_A = 0xb000
        TABLE_B = 0xc000
        DEVICE_TABLE = 0xd000
        TRAP_ALIAS = 0xf0002000
        PROGRAM = 0x12000
        USER_PROGRAM = 0x20000
        SCRATCH = 0x28000
        DATA = 0x30000
        TRANSFER = 0x40000
        WINDOW = 0x40000000
        SECOND = 0x40400000
        THIRD = 0x40800000
        KERNEL_PAGE = PTE_PRESENT | PTE_WRITABLE
        USER_PAGE = KERNEL_PAGE | PTE_USER

        """

    static let text = constants + tables + boot + helpers + handlers + userCode

    private static let tables = """
        .macro gates at
            .word on_divide, 1, on_debug, 1, 0, 0, on_breakpoint, 1, 0, 0, 0, 0, on_undefined, 1, 0, 0
            .word on_double, 1 | GATE_FRESH_STACK, 0, 0, 0, 0, 0, 0, 0, 0, on_protection, 1, on_page, 1
            .org 0x20 * 8 + \\at
            .rept 16
            .word on_interrupt, 1
            .endr
            .rept 16
            .word on_interrupt_nesting, 1
            .endr
            .rept 16
            .word on_interrupt, 1 | GATE_KEEP_INTERRUPTS
            .endr
            .org 0x80 * 8 + \\at
            .word on_software, 1 | GATE_USER, go_home, 1 | GATE_USER, on_software, 1
            .word on_software, 1 | GATE_USER | GATE_KEEP_INTERRUPTS, on_software, 1 | GATE_USER | GATE_FRESH_STACK
            .word on_software, 0, on_software, 0x81, on_software, 1 | GATE_USER | 1 << GATE_TARGET_SHIFT
            .word user_gate, 1 | GATE_USER | 3 << GATE_TARGET_SHIFT
        .endm
        .section gates, TRAP_TABLE
        gates TRAP_TABLE
        .org TRAP_COPY
        gates TRAP_COPY
        .org TRAP_COPY + 0x800
        .section window_a, TABLE_A
            .word 0x30000 | USER_PAGE, 0x31000 | USER_PAGE, 0x32000 | USER_PAGE, 0x33000 | USER_PAGE
            .word 0x34000 | USER_PAGE, 0x35000 | USER_PAGE, 0x30000 | USER_PAGE, 0x30000 | PTE_PRESENT
            .word 0x31000 | PTE_PRESENT | PTE_USER, 0x32000 | PTE_PRESENT | PTE_USER, 0x38000 | KERNEL_PAGE, 0x39000 | KERNEL_PAGE
            .word 0, 0x30000, 0xe0000000 | USER_PAGE, 0xf0000000 | USER_PAGE
            .space 16
            .word 0x0b000 | KERNEL_PAGE, 0x02000 | KERNEL_PAGE, 0x08000 | KERNEL_PAGE, 0x0c000 | KERNEL_PAGE
        .section window_b, TABLE_B
            .word 0x38000 | USER_PAGE, 0x30000 | USER_PAGE, 0x31000 | PTE_PRESENT | PTE_USER, 0x32000 | USER_PAGE
            .word 0x33000 | KERNEL_PAGE, 0x34000 | PTE_PRESENT, 0, 0x36000 | USER_PAGE

        """

    private static let boot = """
        .section runtime, 0x10000
        .entry boot
        boot:
            mov r1, LOW_TABLE
            mov r2, KERNEL_PAGE
            mov r3, LOW_TABLE + 80 * 4
        .entry_of_page:
            store [r1], r2
            add r1, 4
            add r2, PAGE_SIZE
            cmp r1, r3
            jb .entry_of_page
            clr r0
            mov r1, LOW_TABLE
            store [r1], r0
            store [r1 + 3 * 4], r0
            store [r1 + 5 * 4], r0
            mov r2, 0x7000 | USER_PAGE
            store [r1 + 7 * 4], r2
            mov r2, USER_PROGRAM | PTE_PRESENT | PTE_USER
            mov r3, 0x20 * 4 + LOW_TABLE
        .user_code:
            store [r3], r2
            add r3, 4
            add r2, PAGE_SIZE
            mov r4, 0x28 * 4 + LOW_TABLE
            cmp r3, r4
            jb .user_code
            or r2, PTE_WRITABLE
        .user_data:
            store [r3], r2
            add r3, 4
            add r2, PAGE_SIZE
            mov r4, 0x38 * 4 + LOW_TABLE
            cmp r3, r4
            jb .user_data
            mov r2, 0x3e000 | PTE_PRESENT | PTE_USER
            store [r1 + 0x3e * 4], r2
            mov r2, 0x3f000 | PTE_PRESENT
            store [r1 + 0x3f * 4], r2
            mov r1, DEVICE_TABLE
            mov r2, DISPLAY_CELLS | USER_PAGE
            store [r1], r2
            mov r2, DISK_SECTOR | KERNEL_PAGE
            store [r1 + 4], r2
            mov r2, TRAP_TABLE | KERNEL_PAGE
            store [r1 + 8], r2
            mov r1, DIRECTORY_A
            mov r3, DIRECTORY_B
            mov r2, LOW_TABLE | USER_PAGE
            store [r1], r2
            store [r3], r2
            mov r2, DEVICE_TABLE | USER_PAGE
            store [r1 + 960 * 4], r2
            store [r3 + 960 * 4], r2
            mov r2, TABLE_A | USER_PAGE
            store [r1 + 256 * 4], r2
            store [r1 + 257 * 4], r2
            store [r3 + 257 * 4], r2
            mov r2, TABLE_B | USER_PAGE
            store [r3 + 256 * 4], r2
            mov cr3, r1
            mov r1, CR0_PAGING
            mov cr0, r1
            mov r1, TRAP_TABLE
            lidt r1
            mov r1, ENTRY_STACK
            mov sp0, r1
            mov r1, on_call
            mov sysentry, r1
            mov r1, 0x31
            out PIC_ROUTE + CONSOLE_LINE, r1
            mov r1, 0x42
            out PIC_ROUTE + DISK_LINE, r1
            mov r3, DISK_SECTOR
            mov r1, 1
            store [r3 + 20], r1
            jmp PROGRAM

        """

    /// What fragments call. `begin`: r0 is where to go on when this fragment goes wrong. `note`: takes r0 into the digest.
    private static let helpers = """
        begin:
            push r1
            clr r1
            store [r1 + RESUME], r0
            store [r1 + FAULTS], r1
            store [r1 + TRACES], r1
            store [r1 + CALLS], r1
        .service:
            in r0, PIC_SERVICE
            cmp r0, -1
            je .begun
            out PIC_EOI, r0
            jmp .service
        .begun:
            pop r1
            ret

        note:
            push r1
            push r2
            clr r1
            load r2, [r1 + DIGEST]
            mul r2, 31
            add r2, r0
            store [r1 + DIGEST], r2
            pop r2
            pop r1
            ret

        disk_wait:
            push r1
            push r2
            mov r1, DISK_STATUS
        .busy:
            load r2, [r1]
            test r2, 1
            jnz .busy
            pop r2
            pop r1
            ret

        ; Command r4 on r3 sectors from r1 on, with the memory at r2, to its end.
        transfer:
            call disk_wait
            push r5
            mov r5, DISK_SECTOR
            store [r5], r1
            store [r5 + 4], r2
            store [r5 + 8], r3
            store [r5 + 12], r4
            call disk_wait
            pop r5
            ret

        ; The end of every program: an exit code of all that was seen.
        done:
            cli
            mov sp, KERNEL_STACK
            call note
            mov r0, r1
            call note
            mov r0, r2
            call note
            mov r0, r3
            call note
            mov r0, r4
            call note
            mov r0, r5
            call note
            mov r0, r6
            call note
            mov r0, r7
            call note
            mov r0, r8
            call note
            mov r0, r9
            call note
            call disk_wait
            clr r1
            load r0, [r1 + DIGEST]
            shr r1, r0, 16
            xor r0, r1
            shr r1, r0, 8
            xor r0, r1
            out POWER_EXIT, r0

        """

    /// Faults are skipped, unless they come from a jump to nowhere or come too often: then the fragment ends.
    private static let handlers = """
        on_divide:
            push r0
            clr r0
            jmp skipping
        on_undefined:
            push r0
            mov r0, 6
            jmp skipping
        on_protection:
            push r0
            mov r0, 13
            jmp skipping
        on_page:
            push r0
            mov r0, 14
        skipping:
            push r1
            push r2
            push r3
            call log
            clr r3
            load r2, [r3 + FAULTS]
            inc r2
            store [r3 + FAULTS], r2
            cmp r2, 50
            ja ending
            load r1, [sp + 16]
            mov r3, 0x10000
            sub r2, r1, r3
            shr r2, 17
            cmp r2, 0
            jne ending
            add r1, 4
            store [sp + 16], r1
        returning:
            pop r3
            pop r2
            pop r1
            pop r0
            iret
        on_double:
            push r0
            mov r0, 8
            jmp giving_up
        go_home:
            push r0
            mov r0, 0x81
        giving_up:
            push r1
            push r2
            push r3
            call log
        ending:
            clr r3
            load r1, [r3 + RESUME]
            store [sp + 16], r1
            store [sp + 20], r3
            mov r1, KERNEL_STACK
            store [sp + 24], r1
            jmp returning

        on_debug:
            push r0
            mov r0, 1
            push r1
            push r2
            push r3
            call log
            clr r3
            load r2, [r3 + TRACES]
            inc r2
            store [r3 + TRACES], r2
            cmp r2, 20
            jbe returning
            load r1, [sp + 20]
            and r1, 0xfeff
            store [sp + 20], r1
            jmp returning

        on_breakpoint:
            push r0
            mov r0, 3
            jmp noting
        on_software:
            push r0
            mov r0, 0x80
        noting:
            push r1
            push r2
            push r3
            call log
            jmp returning

        on_interrupt:
            push r0
            in r0, PIC_SERVICE
            push r1
            push r2
            push r3
            call log
            call quiet
            out PIC_EOI, r1
            jmp returning
        on_interrupt_nesting:
            push r0
            in r0, PIC_SERVICE
            push r1
            push r2
            push r3
            call log
            call quiet
            sti
            nop
            cli
            out PIC_EOI, r1
            jmp returning

        quiet:
            in r1, PIC_PENDING
            test r1, 1
            jz .not_timer
            mov r2, 1
            out TIMER_STATUS, r2
        .not_timer:
            test r1, 2
            jz .not_console
            in r0, CONSOLE_DATA
            call note
        .not_console:
            test r1, 4
            jz .not_disk
            mov r2, DISK_STATUS
            mov r3, 6
            store [r2], r3
        .not_disk:
            ret

        ; r0 is the vector; the frame lies above four registers and our return address.
        log:
            clr r3
            load r1, [r3 + LOG_NEXT]
            add r2, r1, 16
            and r2, 0x3ff
            store [r3 + LOG_NEXT], r2
            load r2, [sp + 24]
            shl r2, 8
            or r0, r2
            store [r1 + LOG], r0
            load r2, [r3 + DIGEST]
            mul r2, 31
            add r2, r0
            load r0, [sp + 20]
            store [r1 + LOG + 4], r0
            mul r2, 31
            add r2, r0
            load r0, [sp + 32]
            store [r1 + LOG + 8], r0
            mul r2, 31
            add r2, r0
            mov r0, cr2
            store [r1 + LOG + 12], r0
            mul r2, 31
            add r2, r0
            store [r3 + DIGEST], r2
            ret

        on_call:
            clr r1
            load r2, [r1 + DIGEST]
            mul r2, 31
            add r2, r13
            add r2, r12
            xor r2, r14
            store [r1 + DIGEST], r2
            load r2, [r1 + CALLS]
            inc r2
            store [r1 + CALLS], r2
            cmp r2, 30
            ja .enough
            sysret
        .enough:
            mov sp, KERNEL_STACK
            load r2, [r1 + RESUME]
            jmp r2

        """

    private static let userCode = """
        .section user_runtime, 0x27f00
        user_gate:
            inc r4
            int 0x81

        """

    /// The runtime assembled, once for all programs.
    static let image: Image = {
        do throws(AssemblyFailure) {
            let source = SourceFile(name: "runtime", bytes: Array(text.utf8))
            return try Assembler.assemble(source, options: GuestFile.options(ramSize: ramSize))
        } catch {
            preconditionFailure("our own runtime does not assemble:\n\(error.render())")
        }
    }()

    /// What a program sees of it.
    static let symbols = image.symbols.reduce(into: GuestFile.symbols) { $0[$1.name] = $1.value }
}
