; pins: a call that cannot push faults at itself, with sp as it was, and is done when repaired
; expect stop: halt
; expect r4: 0x40001000
; expect r5: 0x40000ffc
; expect r6: 0
; expect word log0: 0x000e0000
; expect word error: 0xe
; expect word count: 1
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    paging
    user start
start:
    mov sp, WINDOW + 0x1000
site:
    call near
back:
    hlt
near:
    mov r5, sp
    load r6, [sp]
    mov r7, back
    sub r6, r6, r7
    int 0x80
caught:
    load r4, [sp + FRAME_SP]
    poke window, frame_a | ALL
    iret
