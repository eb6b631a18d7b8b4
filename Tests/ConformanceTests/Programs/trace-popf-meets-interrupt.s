; pins: a trap after the instruction behind popf comes also where a device's interrupt that must wait arrives just then
; expect stop: halt
; expect r8: 80
.macro gate number, handler
    mov r0, table + 8 * (\number)
    mov r1, \handler
    store [r0], r1
    mov r1, GATE_PRESENT
    store [r0+4], r1
.endm
_start:
    gate VECTOR_DEBUG, traced
    gate 0x20, never
    mov r1, table
    lidt r1
    mov sp, 0x30000
    mov r1, 0xfffe
    out PIC_MASK, r1
    mov r7, 1                           ; the timer's period, one more each time; interrupts stay disabled
    mov r8, 0
again:
    out TIMER_PERIOD, r7
    mov r1, 1
    out TIMER_CONTROL, r1
    call steps
    mov r1, 0
    out TIMER_CONTROL, r1
    mov r1, 1
    out TIMER_STATUS, r1
    add r7, 1
    cmp r7, 80
    jbe again
    hlt
steps:
    mov r1, FLAG_TRACE
    push r1
    nop
    nop
    popf
    nop
stepped:
    nop
    ret
traced:
    load r5, [sp + FRAME_PC]
    mov r6, stepped
    cmp r5, r6
    jne late
    add r8, 1
late:
    push r0
    load r0, [sp + 4 + FRAME_FLAGS]
    and r0, r0, 0xffff & ~FLAG_TRACE
    store [sp + 4 + FRAME_FLAGS], r0
    pop r0
    iret
never:
    mov r8, 1000
    iret
    .align 8
table:
    .space 2048
