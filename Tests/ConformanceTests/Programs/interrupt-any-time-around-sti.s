; pins: a timer's interrupt is never taken between sti and the instruction behind it, whenever it comes
; expect stop: exit
; expect exit: 7
.macro gate number, handler, bits
    mov r0, trap_table + 8 * (\number)
    mov r1, \handler
    store [r0], r1
    mov r1, \bits
    store [r0+4], r1
.endm
_start:
    mov sp, 0x30000
    gate 0x20, on_timer, GATE_PRESENT
    mov r1, trap_table
    lidt r1
    mov r1, 0xfffe
    out PIC_MASK, r1
    mov r10, 200
    mov r8, 7
again:
    clr r7
    out TIMER_PERIOD, r10
    mov r1, 1
    out TIMER_CONTROL, r1
wait:
    sti
behind:
    nop
    nop
    cli
    cmp r7, 0
    je wait
    add r10, r10, 1
    cmp r10, 230
    jb again
    out POWER_EXIT, r8
on_timer:
    push r1
    mov r7, 1
    out TIMER_STATUS, r7
    out PIC_EOI, r1
    load r1, [sp + 4 + FRAME_PC]
    mov r2, behind
    cmp r1, r2
    jne apart
    mov r8, 1
apart:
    pop r1
    iret
    .align 8
trap_table:
    .space 2048
