; attacks: the processor waits for ever, interrupts on and every line masked, with a disk request and a timer that are over
; expect stop: limit
; expect r1: 1
.include "lib/traps.s"
_start:
    traps
    mov r0, 0xffff
    out PIC_MASK, r0
    mov r0, 64
    out TIMER_PERIOD, r0
    mov r0, 1
    out TIMER_CONTROL, r0
    mov r1, 1
    sti
site:
    hlt
    mov r1, 2
caught:
    hlt
