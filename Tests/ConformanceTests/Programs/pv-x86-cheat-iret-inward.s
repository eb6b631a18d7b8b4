; pins: the instruction does not return to ring 0, either
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word log0: 0x000d0000
; expect word err0: 6
; expect word count: 1
.include "lib/pv.s"
_start:
    traps
    push_frame failed, 0, 0x22000
site:
    iret
    finish
caught:
    jmp skip
