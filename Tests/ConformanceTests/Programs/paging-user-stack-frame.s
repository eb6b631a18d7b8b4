; pins: a trap from ring 3 never touches the user's stack, which may be missing
; expect stop: halt
; expect word log0: 0x00810004
; expect word old_sp: 0x40000400
; expect word count: 1
; expect word 0x12000: 0
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    paging
    user start
start:
    mov sp, WINDOW + 0x400
    jmp site
site:
    int 0x81
caught:
    hlt
