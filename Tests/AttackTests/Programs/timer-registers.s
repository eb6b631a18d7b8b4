; attacks: periods of nothing and of for ever, a timer started and stopped without end, and its line never quieted
; expect stop: exit
; expect exit: 5
; expect r9: 1
.include "lib/traps.s"
_start:
    traps
    mov r0, 0xfff0
    out PIC_MASK, r0
    clr r2
    mov r3, -1
    mov r4, 3
    mov r5, 300
.turn:
    out TIMER_PERIOD, r3
    out TIMER_CONTROL, r4
    in r6, TIMER_COUNT
    out TIMER_PERIOD, r2
    out TIMER_CONTROL, r4
    in r6, TIMER_COUNT
    dec r5
    cmp r5, 0
    jne .turn
    sti
    mov r5, 1000
.wait:
    dec r5
    cmp r5, 0
    jne .wait
site:
    cli
    mov r0, 5
    out POWER_EXIT, r0
caught:
    ; never ended: no other comes
    inc r9
    iret
