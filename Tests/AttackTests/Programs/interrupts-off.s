; attacks: interrupts off for good, with a timer, and an endless loop: only the monitor's own timer can end it
; expect stop: limit
; expect word count: 0
.include "lib/traps.s"
_start:
    traps
    mov r0, 0xfff0
    out PIC_MASK, r0
    mov r0, 64
    out TIMER_PERIOD, r0
    mov r0, 3
    out TIMER_CONTROL, r0
site:
    cli
    jmp $
caught:
    hlt
