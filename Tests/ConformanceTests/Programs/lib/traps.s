; Trap handling for small programs, which start at `_start` and have two labels of their own: `site` and `caught`.
;
; Each trap is noted, and goes on at `caught` in ring 0, with the frame on the stack and every register and flag as it
; was. The last trap is in these words:
;   vector, error, pc (its distance from `site`), flags (with the ring), old_sp, address (cr2), frame (where it lies)
; All are counted in `count`, and are in log0, log1, ... (vector << 16 | distance & 0xffff) and err0, err1, ..., where the
; seventeenth takes the place of the first.
; `int 0x80` halts the machine, from any ring, and leaves no note.

boot_stack = 0x22000                    ; stacks grow down from here, each on a page of its own
kernel_stack = 0x20000
user_stack = 0x24000

; A table, and a stack for each ring. r0 is lost.
.macro traps
    mov sp, boot_stack
    mov r0, kernel_stack
    mov sp0, r0
    mov r0, trap_table
    lidt r0
.endm

; Changes a gate. r0 and r1 are lost.
.macro gate number, handler, bits
    mov r0, trap_table + 8 * (\number)
    mov r1, \handler
    store [r0], r1
    mov r1, \bits
    store [r0+4], r1
.endm

; Pushes a frame, for iret. r0 is lost.
.macro push_frame target, bits, stack
    clr r0
    push r0
    mov r0, \stack
    push r0
    mov r0, \bits
    push r0
    mov r0, \target
    push r0
.endm

; On to ring 3. r0 is lost.
.macro user target, bits = 0
    push_frame \target, 3 << FLAG_RING_SHIFT | \bits, user_stack
    iret
.endm

; Returns from a trap to the instruction behind the one at the frame's pc.
.macro skip
    push r0
    load r0, [sp + 4]
    add r0, 4
    store [sp + 4], r0
    pop r0
    iret
.endm

; The console's interrupt (line 1, vector 0x21) is pending from now on, given input. r0 is lost.
.macro console_pends
    mov r0, ~(1 << CONSOLE_LINE) & 0xffff
    out PIC_MASK, r0
    mov r0, 1
    out CONSOLE_CONTROL, r0
.endm

; The handler's end of it. r0 is lost.
.macro console_ends
    clr r0
    out CONSOLE_CONTROL, r0
    out PIC_EOI, r0
.endm

.macro note number
    push r0
    mov r0, \number
    jmp noted
.endm

on_divide:
    note VECTOR_DIVIDE
on_debug:
    note VECTOR_DEBUG
on_breakpoint:
    note VECTOR_BREAKPOINT
on_undefined:
    note VECTOR_UNDEFINED
on_double_fault:
    note VECTOR_DOUBLE_FAULT
on_protection:
    note VECTOR_PROTECTION
on_page_fault:
    note VECTOR_PAGE_FAULT
on_timer:
    note 0x20
on_console:
    note 0x21
on_disk:
    note 0x22
on_80:
    hlt
on_81:
    note 0x81

; No comparison here: the flags stay as they are. The frame lies above four registers.
noted:
    push r1
    push r2
    push r3
    mov r1, vector
    store [r1], r0
    shl r3, r0, 16
    load r0, [sp + 16 + FRAME_PC]
    mov r2, site
    sub r0, r2
    store [r1 + pc - vector], r0
    shl r0, 16
    shr r0, 16
    or r3, r0
    load r0, [sp + 16 + FRAME_FLAGS]
    store [r1 + flags - vector], r0
    load r0, [sp + 16 + FRAME_SP]
    store [r1 + old_sp - vector], r0
    mov r0, cr2
    store [r1 + address - vector], r0
    add r0, sp, 16
    store [r1 + frame - vector], r0
    load r0, [sp + 16 + FRAME_ERROR]
    store [r1 + error - vector], r0
    load r2, [r1 + count - vector]
    inc r2
    store [r1 + count - vector], r2
    dec r2
    and r2, 15
    shl r2, 2
    add r1, r2
    store [r1 + log0 - vector], r3
    store [r1 + err0 - vector], r0
    pop r3
    pop r2
    pop r1
    pop r0
    jmp caught

.align 8
trap_table:
    .word on_divide, GATE_PRESENT
    .word on_debug, GATE_PRESENT
    .word 0, 0
    .word on_breakpoint, GATE_PRESENT
    .word 0, 0, 0, 0
    .word on_undefined, GATE_PRESENT
    .word 0, 0
    .word on_double_fault, GATE_PRESENT | GATE_FRESH_STACK
    .space 4 * 8
    .word on_protection, GATE_PRESENT
    .word on_page_fault, GATE_PRESENT
    .space 17 * 8
    .word on_timer, GATE_PRESENT
    .word on_console, GATE_PRESENT
    .word on_disk, GATE_PRESENT
    .space 93 * 8
    .word on_80, GATE_PRESENT | GATE_USER
    .word on_81, GATE_PRESENT | GATE_USER
    .space 126 * 8

.include "noted.s"
