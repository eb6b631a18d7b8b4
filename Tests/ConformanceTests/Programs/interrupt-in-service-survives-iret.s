; pins: iret does not end an interrupt: without EOI its class stays shut
; given input: x
; expect stop: halt
; expect word count: 1
; expect r5: 2
; expect r1: 0x21
.include "lib/traps.s"
_start:
    traps
    console_pends
    clr r5
    sti
site:
    nop
    inc r5
    inc r5
    cli
    in r1, PIC_SERVICE
    hlt
caught:
    iret
