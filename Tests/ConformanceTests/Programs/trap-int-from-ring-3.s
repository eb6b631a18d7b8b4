; pins: int from ring 3 goes to the stack sp0 and notes ring 3 and the user's sp
; expect stop: halt
; expect word log0: 0x00810004
; expect word error: 0
; expect word flags: 0x3001
; expect word old_sp: 0x23fec
; expect word frame: 0x1fff0
.include "lib/traps.s"
_start:
    traps
    user start, 0
start:
    sub sp, 20
    cmp sp, -1
site:
    int 0x81
caught:
    hlt
