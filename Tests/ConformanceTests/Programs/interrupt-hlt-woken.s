; pins: hlt waits for an interrupt, whose frame has the pc behind it
; expect stop: halt
; expect word log0: 0x00200004
; expect word flags: 0x200
; expect word count: 1
; expect r5: 0
.include "lib/traps.s"
_start:
    traps
    mov r0, ~(1 << TIMER_LINE) & 0xffff
    out PIC_MASK, r0
    mov r0, 20000
    out TIMER_PERIOD, r0
    mov r0, 1
    out TIMER_CONTROL, r0
    clr r5
    sti
site:
    hlt
    inc r5
caught:
    hlt
