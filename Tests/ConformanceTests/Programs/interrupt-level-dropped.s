; pins: a line that is quiet again before interrupts are on leaves nothing behind
; given input: x
; expect stop: halt
; expect word count: 0
; expect r1: 2
; expect r2: 0
; expect r3: -1
.include "lib/traps.s"
_start:
    traps
    console_pends
    in r1, PIC_PENDING
    in r4, CONSOLE_DATA                 ; the only byte
site:
    in r2, PIC_PENDING
    sti
    nop
    nop
    cli
    in r3, PIC_SERVICE
caught:
    hlt
