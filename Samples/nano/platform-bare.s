; The platform: everything that the kernel asks of the machine below it, answered for bare metal.
;
; No other file of the kernel holds a privileged or a sensitive instruction, or touches a device. A platform with a
; hypervisor below it answers the same requests by hypercalls, and the rest of the kernel need not know.
;
; Requests are macros. Arguments and results are in the registers named; r0 to r3, r12, r13 and the flags may be lost, the
; others are kept. What an entry of a page table holds in place of a frame is the platform's business: the kernel copies
; entries, and reads and writes their bits.
;
;   platform_ram              r0 = the size of RAM in bytes, or MAX_RAM if it has more
;   platform_frames_end       r0 = where the frames end that can be allocated
;   platform_start            once, when frames can be allocated: r0 = a page directory, now in use, that maps RAM at
;                             its physical addresses for the kernel; traps arrive and devices may interrupt from now on
;   platform_use_table        the frame r1, all zeroes, becomes a page table
;   platform_drop_table       the frame r1 stops being one; no directory leads to it any more
;   platform_use_directory    likewise, a page directory
;   platform_drop_directory
;   platform_frame REGISTER   the register holds an entry; it gets the address of the frame (r12, r13 are lost, no other)
;   platform_entry REGISTER   the register holds the address of a frame, and bits; it gets the entry (likewise)
;   platform_set_entry        the entry at r1, in a table, becomes r2
;   platform_begin_batch      until platform_end_batch, entries that are set need not be in force, and are not read
;   platform_flush_page       the entry for the address r1 in the present space has changed
;   platform_load_space       r1 = the directory to use from now on; whatever has changed in any entry is seen
;   platform_set_stack        r1 = where traps from ring 3 push their frames
;   platform_fault_address    r0 = the address of the last page fault
;   platform_resume           leaves the kernel as the trap frame at sp says; no code follows
;   platform_wait             waits for interrupts and takes them; they are off before and after
;   platform_end_interrupt    the interrupt being handled is over; its device has been answered
;   platform_start_timer      one interrupt after r1 ticks; one still to come from before is forgotten
;   platform_answer_timer     the timer's interrupt has been seen
;   platform_write_console    prints r2 bytes from the address r1 on
;   platform_read_console     r0 = the next byte of input, or -1
;   platform_start_disk       r1 = a sector, r2 = the physical address of its 512 bytes, r3 = DISK_READ or DISK_WRITE
;   platform_answer_disk      the disk's interrupt has been seen; r0 = 0 if all went well, or -1
;   platform_power_off        r1 = the exit code; no code follows
;
;   platform_identify         in trap_common: r14 may be looked up here, with all registers on the stack
;   platform_system_call      in programs: calls the kernel
;
; In return the platform enters the kernel at trap_common, with interrupts off, in two cases that look the same: a trap
; (or an interrupt) in either ring, and a system call. r14 is the trap's number; on the stack are r14's old value and,
; above it, pc, flags with the ring, sp, and the error code. The numbers are VECTOR_... and these:

TRAP_TIMER = 0x20 + TIMER_LINE
TRAP_CONSOLE = 0x20 + CONSOLE_LINE
TRAP_DISK = 0x20 + DISK_LINE
TRAP_SYSTEM_CALL = 0x80

DISK_READ = 1
DISK_WRITE = 2

; ---- Memory ----

.macro platform_frames_end
    platform_ram
.endm

.macro platform_ram
    mov r1, CPUID_RAM_SIZE
    cpuid r0, r1
    mov r1, MAX_RAM
    cmp r0, r1
    jbe .fits\@
    mov r0, r1
.fits\@:
.endm

.macro platform_use_table               ; on bare metal a page table is memory like any other
.endm

.macro platform_drop_table
.endm

.macro platform_use_directory
.endm

.macro platform_drop_directory
.endm

.macro platform_frame register
    shr \register, 12
    shl \register, 12
.endm

.macro platform_entry register          ; the frame's address and the bits, as they are
.endm

.macro platform_begin_batch
.endm

.macro platform_end_batch
.endm

.macro platform_set_entry
    store [r1], r2
.endm

.macro platform_flush_page
    invlpg r1
.endm

.macro platform_load_space
    mov cr3, r1                         ; flushes the TLB, even if the value is the same
.endm

; ---- Traps ----

.macro platform_set_stack
    mov sp0, r1
.endm

.macro platform_fault_address
    mov r0, cr2
.endm

.macro platform_identify
.endm

.macro platform_system_call
    syscall
.endm

.macro platform_resume
    jmp leave_kernel
.endm

.macro platform_wait
    sti                                 ; not in force before hlt waits, so that no interrupt can slip in between
    hlt
    cli
.endm

.macro platform_end_interrupt
    out PIC_EOI, r0                     ; any value will do
.endm

; ---- Devices ----

.macro platform_start_timer
    out TIMER_PERIOD, r1
    mov r1, 1
    out TIMER_STATUS, r1
    out TIMER_CONTROL, r1               ; enabled, once
.endm

.macro platform_answer_timer
    mov r1, 1
    out TIMER_STATUS, r1
.endm

.macro platform_write_console
    call write_console
.endm

.macro platform_read_console
    in r0, CONSOLE_DATA
.endm

.macro platform_start_disk
    call start_disk
.endm

.macro platform_answer_disk
    call answer_disk
.endm

.macro platform_power_off
    out POWER_EXIT, r1
.endm

; The disk's registers lie in memory, so the kernel's page tables must show them somewhere: right behind RAM.
DISK_WINDOW = MAX_RAM

start_platform:
    enter
    call frame_zeroed
    mov r4, r0                          ; the directory
    platform_ram
    mov r6, r0
    mov r5, PTE_PRESENT | PTE_WRITABLE  ; the entry of the first page; for ring 0 only, as all of these
.table:
    call frame_zeroed
    shr r1, r5, 22                      ; one page table for every 4 MiB
    shl r1, 2
    add r1, r4
    or r2, r0, PTE_PRESENT | PTE_WRITABLE
    store [r1], r2
    add r1, r0, PAGE_SIZE
.page:
    store [r0], r5
    add r5, PAGE_SIZE
    add r0, 4
    cmp r0, r1
    jb .page
    cmp r5, r6
    jb .table

    mov r1, r4
    clr r2
    call entry_find
    clr r2
    store [r0], r2                      ; a kernel that follows a null pointer should notice
    mov r1, r4
    mov r2, DISK_WINDOW
    call entry_make
    mov r2, (DISK_SECTOR & PTE_FRAME) | PTE_PRESENT | PTE_WRITABLE
    store [r0], r2

    mov cr3, r4
    mov r1, CR0_PAGING                  ; the next instruction is where it was: at its physical address
    mov cr0, r1
    mov r1, trap_table
    lidt r1
    mov r1, enter_system_call
    mov sysentry, r1

    mov r1, ~(1 << TIMER_LINE | 1 << CONSOLE_LINE | 1 << DISK_LINE) & 0xffff
    out PIC_MASK, r1
    mov r1, 1
    out CONSOLE_CONTROL, r1             ; interrupt while input waits
    mov r2, DISK_WINDOW
    store [r2 + DISK_CONTROL - DISK_SECTOR], r1     ; interrupt when done
    mov r0, r4
    leave

.macro platform_start
    call start_platform
.endm

write_console:
    add r2, r1
.next:
    cmp r1, r2
    jae .end
    loadb r0, [r1]
    out CONSOLE_DATA, r0
    inc r1
    jmp .next
.end:
    ret

start_disk:
    mov r0, DISK_WINDOW
    store [r0], r1
    store [r0 + DISK_ADDRESS - DISK_SECTOR], r2
    mov r1, 1
    store [r0 + DISK_COUNT - DISK_SECTOR], r1
    store [r0 + DISK_COMMAND - DISK_SECTOR], r3     ; this starts it
    ret

answer_disk:
    mov r2, DISK_WINDOW
    load r0, [r2 + DISK_STATUS - DISK_SECTOR]
    mov r1, 6                           ; done and error, both forgotten now
    store [r2 + DISK_STATUS - DISK_SECTOR], r1
    and r0, 4
    cmp r0, 0
    je .end
    mov r0, -1
.end:
    ret

; ---- Into the kernel and out of it ----

; A gate leads to a stub that says which gate it was; the hardware does not. This is all that differs.
.macro stub name, number
\name:
    push r14
    mov r14, \number
    jmp trap_common
.endm

    stub on_divide, VECTOR_DIVIDE
    stub on_debug, VECTOR_DEBUG
    stub on_breakpoint, VECTOR_BREAKPOINT
    stub on_undefined, VECTOR_UNDEFINED
    stub on_double_fault, VECTOR_DOUBLE_FAULT
    stub on_protection, VECTOR_PROTECTION
    stub on_page_fault, VECTOR_PAGE_FAULT
    stub on_timer, TRAP_TIMER
    stub on_console, TRAP_CONSOLE
    stub on_disk, TRAP_DISK

; `syscall` pushes nothing: pc, flags and sp are in r13, r12 and r14. Make a frame of them, as a gate would have.
enter_system_call:
    push r0                             ; where an error code would be
    push r14
    or r12, 3 << FLAG_RING_SHIFT        ; it always comes from ring 3
    push r12
    push r13
    push r14
    mov r14, TRAP_SYSTEM_CALL
    jmp trap_common

; sp is at a trap frame of the kernel's. A system call goes back the way it came, which is faster.
leave_kernel:
    pop r14                             ; the trap's number
    pop r0
    pop r1
    pop r2
    pop r3
    pop r4
    pop r5
    pop r6
    pop r7
    pop r8
    pop r9
    pop r10
    pop r11
    cmp r14, TRAP_SYSTEM_CALL
    je .system_call
    pop r12
    pop r13
    pop r14
    iret
.system_call:
    add sp, 12                          ; r12 to r14 are for sysret
    load r12, [sp + FRAME_FLAGS]
    and r12, 0x0fff                     ; without the ring, which is always 3
    load r13, [sp + FRAME_PC]
    load r14, [sp + FRAME_SP]
    sysret                              ; the stack need not be tidied: the next trap starts at its top

; The trap table. A vector without a gate is a protection fault, for whoever uses it.
.macro gate vector, handler, bits
.org trap_table + 8 * (\vector)
    .word \handler, \bits
.endm

.align 8
trap_table:
    gate VECTOR_DIVIDE, on_divide, GATE_PRESENT
    gate VECTOR_DEBUG, on_debug, GATE_PRESENT
    gate VECTOR_BREAKPOINT, on_breakpoint, GATE_PRESENT | GATE_USER
    gate VECTOR_UNDEFINED, on_undefined, GATE_PRESENT
    gate VECTOR_DOUBLE_FAULT, on_double_fault, GATE_PRESENT | GATE_FRESH_STACK
    gate VECTOR_PROTECTION, on_protection, GATE_PRESENT
    gate VECTOR_PAGE_FAULT, on_page_fault, GATE_PRESENT
    gate TRAP_TIMER, on_timer, GATE_PRESENT
    gate TRAP_CONSOLE, on_console, GATE_PRESENT
    gate TRAP_DISK, on_disk, GATE_PRESENT
.org trap_table + 8 * 256
