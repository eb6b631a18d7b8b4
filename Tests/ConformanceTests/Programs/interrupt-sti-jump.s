; pins: the instruction in the shadow of sti can be a jump: the frame has its target
; given input: x
; expect stop: halt
; expect word log0: 0x00210010
.include "lib/traps.s"
_start:
    traps
    console_pends
site:
    sti
    jmp there
    nop
    nop
there:
    nop
caught:
    hlt
