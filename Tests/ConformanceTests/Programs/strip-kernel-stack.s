; pins: a trap to a stack in the strip is a double fault
; expect stop: halt
; expect word log0: 0x00080000
; expect word old_sp: 0xffd00000
; expect word frame: 0x1fff0
; expect word count: 1
.include "lib/traps.s"
_start:
    traps
    mov sp, 0xffd00000
    clr r2
site:
    div r1, r1, r2
caught:
    hlt
