; pins: after sti one more instruction is executed before a pending interrupt comes
; given input: x
; expect stop: halt
; expect r5: 1
; expect word log0: 0x00210008
.include "lib/traps.s"
_start:
    traps
    console_pends
    clr r5
site:
    sti
    inc r5
    inc r5
caught:
    hlt
