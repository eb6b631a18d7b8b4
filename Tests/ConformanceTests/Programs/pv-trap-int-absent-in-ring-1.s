; pins: int from ring 1 is refused by an absent gate
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word log0: 0x000d0000
; expect word err0: 0x8502
; expect word count: 1
.include "lib/pv.s"
_start:
    traps
site:
    int 0x85
    finish
caught:
    jmp skip
