; pins: iret itself takes any pc: the fault comes in the ring returned to, at the new pc
; expect stop: halt
; expect word log0: 0x000d0002
; expect word err0: 8
; expect word flags: 0x3000
; expect word old_sp: 0x24000
.include "lib/traps.s"
_start:
    traps
    user site + 2
site:
    nop
caught:
    hlt
