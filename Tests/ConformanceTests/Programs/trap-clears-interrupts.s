; pins: a gate clears IF and TF in the handler, and the frame has what they were
; expect stop: halt
; expect r1: 0
; expect word flags: 0x3300
; expect word log0: 0x00810004
.include "lib/traps.s"
_start:
    traps
    user site, FLAG_INTERRUPT | FLAG_TRACE
site:
    int 0x81
caught:
    pushf
    pop r1
    hlt
