; pins: a masked line does not wake hlt, nor does one that cr8 holds back: the one that may come does
; given input: x
; expect stop: halt
; expect word log0: 0x00200004
; expect word count: 1
; expect r1: 3
.include "lib/traps.s"
_start:
    traps
    gate 0x40, on_timer, GATE_PRESENT
    mov r0, 0x40
    out PIC_ROUTE + TIMER_LINE, r0
    mov r0, ~(1 << TIMER_LINE | 1 << CONSOLE_LINE) & 0xffff
    out PIC_MASK, r0
    mov r0, 1
    out CONSOLE_CONTROL, r0             ; pends in class 2
    mov r0, 20000
    out TIMER_PERIOD, r0
    mov r0, 2
    mov cr8, r0
    mov r0, 1
    out TIMER_CONTROL, r0
    sti
site:
    hlt
    nop
caught:
    in r1, PIC_PENDING
    hlt
