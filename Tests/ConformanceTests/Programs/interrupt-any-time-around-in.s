; pins: a timer's interrupt is taken whenever it comes, around instructions that a monitor carries out, too
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
    mov r10, 950
again:
    clr r7
    out TIMER_PERIOD, r10
    mov r1, 1
    out TIMER_CONTROL, r1
    sti
wait:
    in r2, TIMER_PERIOD
    mov r3, 2
    cpuid r4, r3
    in r2, TIMER_PERIOD
    cmp r7, 0
    je wait
    cli
    add r10, r10, 3
    cmp r10, 1100
    jb again
    mov r1, 7
    out POWER_EXIT, r1
on_timer:
    push r1
    mov r7, 1
    out TIMER_STATUS, r7
    out PIC_EOI, r1
    pop r1
    iret
    .align 8
trap_table:
    .space 2048
