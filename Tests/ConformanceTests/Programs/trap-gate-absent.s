; pins: int through an absent gate is a protection fault that names the vector, at the int itself
; expect stop: halt
; expect word log0: 0x000d0000
; expect word err0: 0x9002
; expect word log1: 0x000d0004
; expect word err1: 0xff02
; expect word frame: 0x21ff0
.include "lib/traps.s"
_start:
    traps
site:
    int 0x90
    int 0xff
    hlt
caught:
    skip
