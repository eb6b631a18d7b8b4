; pins: EOI with nothing in service does nothing, and is not remembered
; given input: x
; expect stop: halt
; expect r1: -1
; expect r2: 0x21
; expect word count: 1
.include "lib/traps.s"
_start:
    traps
    out PIC_EOI, r0
    out PIC_EOI, r0
    in r1, PIC_SERVICE
    console_pends
    sti
site:
    nop
    nop
caught:
    in r2, PIC_SERVICE
    sti
    nop
    nop
    cli
    hlt
