; What the workloads have in common: from reset to paging and a first program in ring 3.
;
; A workload begins with `.include "lib/platform.s"` and provides the kernel's two entries:
;
;   main            once, in the kernel's ring, with paging on and interrupts off
;   system_call     for every call of a program: at sp is a frame; the registers, but for r12 to
;                   r14, are still the program's; `return_to_program` leads back
;
; Its program is a section at USER_BASE that is called `program`, and starts there:
;
;   .section program, USER_BASE, auto
;
; Functions take arguments in r1, r2 and r3, and have a result in r0; they may change r0 to r3 and
; r12 to r14, and keep the others. This holds for system calls, too.
;
; A source that defines PV before it includes the workload gets the same kernel for a hypervisor.
; What differs is in the two platform files, and in drivers of which there are two each as well.
; The requests to a platform are macros that may change r0 to r3, r12 and r13; platform_frame and
; platform_entry change r12 and r13 only:
;
;   platform_start            once: r0 = a page directory, now in use, that maps the kernel's memory
;   platform_use_table        the frame r1 becomes a page table, with the entries that it
;                             holds; until then they are set by stores
;   platform_drop_table       the frame r1 stops being one; no directory leads to it any more
;   platform_use_directory    the frame r1, all zeroes, becomes a page directory
;   platform_drop_directory   it stops being one; it must not be in use
;   platform_frame REGISTER   the register holds an entry; it gets the address of the frame
;   platform_entry REGISTER   the register holds the address of a frame, and bits; it gets the entry
;   platform_set_entry        the entry at r1, in a table or a directory, becomes r2
;   platform_begin_batch      until platform_end_batch, entries that are set need not be in force
;   platform_force_batch      those set so far are
;   platform_end_batch
;   platform_flush_page       the entry for the address r1 in the present space has changed: the
;                             TLB forgets it, at the end of the batch at the latest
;   platform_load_space       r1 = the directory to use from now on; the TLB is empty then
;   platform_set_stack        r1 = where traps from ring 3 push their frames
;   platform_set_handler      the trap r1 leads to the handler r2 from now on
;   platform_fault_address    r0 = the address of the last page fault
;   platform_interrupts_off   no interrupt, or event, comes from now on; they are off at first
;   platform_interrupts_on    they come again
;   platform_wait             waits for one, and takes it; they are off before and after
;   platform_write            prints r2 bytes from the address r1 on
;   platform_power_off        r1 = the exit code
;   return_from_trap          leaves the kernel as the frame at sp says; no register changes
;   return_to_program         the same after a system call; r12 to r14 may change
;   call_kernel               in programs: a system call

; The kernel's code and its data are on pages of their own. A monitor that translates code must
; learn of every store into pages that it has translated from, and would trap for each store to data
; among them.

.section data, 0x10000
.section text, 0x1000

KERNEL_END = 16 << 20                   ; the kernel's part of every address space
POOL = 0x80000                          ; frames to allocate lie from here
POOL_END = 4 << 20                      ; to here
USER_BASE = 0x40000000                  ; the program; one page table does for all of it
USER_STACK = USER_BASE + (4 << 20)      ; its stack's end

USER_PAGE = PTE_PRESENT | PTE_WRITABLE | PTE_USER

.macro enter                            ; a function that needs registers begins so
    push r4
    push r5
    push r6
    push r7
.endm
.macro leave                            ; and returns so
    pop r7
    pop r6
    pop r5
    pop r4
    ret
.endm

.macro get register, variable
    mov \register, \variable
    load \register, [\register]
.endm
.macro set variable, register, other    ; the other register gets the variable's address
    mov \other, \variable
    store [\other], \register
.endm

; say "text" prints a literal, which lies right behind the call; r0 to r3 and r12 to r14 are lost.
.macro say text
    call print_inline
    .asciz \text
    .align 4
.endm

.ifdef PV
.include "platform-pv.s"
.else
.include "platform-bare.s"
.endif
.include "memory.s"
.include "text.s"

_start:
    mov sp, kernel_stack
    platform_start
    set kernel_space, r0, r1
    mov r1, kernel_stack
    platform_set_stack
    mov r1, program.loadend             ; the last of what has been loaded
    mov r2, POOL
    cmp r1, r2
    jbe main
    say "this is too large: it reaches into the pool of frames\n"
    mov r1, 1
    platform_power_off

; Starts the program in the space r1, from the kernel's stack: there is no "call into ring 3", so it
; returns there.
start_program:
    platform_load_space
    mov sp, kernel_stack
    call push_program_frame
    return_from_trap

; Pushes the frame by which a program starts, and returns: interrupts are off in it, the arithmetic
; flags clear.
push_program_frame:
    pop r3
    clr r0
    mov r1, USER_STACK
    mov r2, 3 << FLAG_RING_SHIFT
    push r0                             ; the error code
    push r1                             ; sp
    push r2                             ; the flags, with the ring
    mov r1, USER_BASE
    push r1                             ; pc
    jmp r3

; What no workload expects.
unexpected_trap:
    say "unexpected trap at pc "
    load r1, [sp + FRAME_PC]
    call print_decimal
    load r1, [sp + FRAME_ERROR]
    say ", error code "
    call print_decimal
    say "\n"
    mov r1, 1
    platform_power_off

; The trap table.
.macro gate vector, handler, bits
.org trap_table + 8 * (\vector)
    .word \handler, GATE_BITS | \bits
.endm

.section data
.align 8
trap_table:
    gate VECTOR_DIVIDE, unexpected_trap, 0
    gate VECTOR_UNDEFINED, unexpected_trap, 0
    gate VECTOR_PROTECTION, unexpected_trap, 0
    gate VECTOR_PAGE_FAULT, unexpected_trap, 0
.ifdef PV
    gate 0x80, system_call, GATE_USER | GATE_KEEP_INTERRUPTS
.endif
.org trap_table + 8 * 256

    .space 2048
kernel_stack:
.section text
