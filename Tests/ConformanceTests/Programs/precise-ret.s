; pins: a ret that cannot read its address faults at itself with sp as it was
; expect stop: halt
; expect r4: 0x40000000
; expect r5: 0x40000004
; expect word log0: 0x000e0000
; expect word error: 0xc
; expect word count: 1
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    paging
    mov r3, there
    user start
start:
    mov sp, WINDOW
site:
    ret
    hlt
there:
    mov r5, sp
    int 0x80
caught:
    load r4, [sp + FRAME_SP]
    poke frame_a, there
    poke window, frame_a | ALL
    iret
