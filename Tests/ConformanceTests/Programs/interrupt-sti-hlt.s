; pins: a pending interrupt comes after the hlt behind sti, which it wakes at once
; given input: x
; expect stop: halt
; expect word log0: 0x00210008
; expect word flags: 0x200
.include "lib/traps.s"
_start:
    traps
    console_pends
site:
    sti
    hlt
    nop
caught:
    hlt
