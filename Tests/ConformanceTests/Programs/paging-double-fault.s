; pins: a fault whose frame meets a missing page is a double fault; its fresh stack saves it, and cr2 is the stack's address
; expect stop: halt
; expect word log0: 0x00080000
; expect word error: 0
; expect word address: 0x400007fc
; expect word old_sp: 0x40000800
; expect word frame: 0x1fff0
; expect word count: 1
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    paging
    mov sp, WINDOW + 0x800
    clr r2
site:
    div r1, r1, r2
caught:
    hlt
