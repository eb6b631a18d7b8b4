; pins: int pushes the next pc, flags with ring 0, the old sp and error code 0, on the same stack
; expect stop: halt
; expect word log0: 0x00810004
; expect word error: 0
; expect word flags: 2
; expect word old_sp: 0x22000
; expect word frame: 0x21ff0
.include "lib/traps.s"
_start:
    traps
    cmp r1, r1
site:
    int 0x81
caught:
    hlt
