; pins: an interrupt whose gate is absent is a protection fault of the program at its next instruction, and is not acknowledged
; given input: x
; expect stop: halt
; expect word log0: 0x000d0004
; expect word err0: 0x2102
; expect word flags: 0x200
; expect r1: -1
; expect r2: 2
.include "lib/traps.s"
_start:
    traps
    gate 0x21, on_console, 0
    console_pends
    sti
site:
    nop
    nop
caught:
    in r1, PIC_SERVICE
    in r2, PIC_PENDING
    hlt
