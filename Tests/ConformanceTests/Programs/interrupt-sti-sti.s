; pins: only an sti that changes IF delays: of two in a row the second is the instruction that is let pass
; given input: x
; expect stop: halt
; expect word log0: 0x00210008
.include "lib/traps.s"
_start:
    traps
    console_pends
site:
    sti
    sti
    nop
    nop
caught:
    hlt
