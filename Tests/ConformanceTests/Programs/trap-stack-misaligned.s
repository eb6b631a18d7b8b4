; pins: a trap whose frame would be misaligned is a double fault, which a fresh stack survives
; expect stop: halt
; expect word log0: 0x00080000
; expect word error: 0
; expect word old_sp: 0x21ffe
; expect word frame: 0x1fff0
.include "lib/traps.s"
_start:
    traps
    sub sp, 2
    clr r2
site:
    div r1, r1, r2
caught:
    hlt
