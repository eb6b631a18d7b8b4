; pins: iret sets IF without delay: a pending interrupt comes before the first instruction returned to
; given input: x
; expect stop: halt
; expect r5: 0
; expect word log0: 0x00210000
; expect word flags: 0x3200
; expect word frame: 0x1fff0
.include "lib/traps.s"
_start:
    traps
    console_pends
    clr r5
    user site, FLAG_INTERRUPT
site:
    inc r5
    int 0x80
caught:
    hlt
