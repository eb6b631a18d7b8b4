; pins: -2147483648 / -1 faults for idiv and imod, and not for div and mod
; expect stop: halt
; expect word log0: 0x00000000
; expect word log1: 0x00000004
; expect word count: 2
; expect r3: 0
; expect r4: 0x80000000
; expect r5: 0x80000000
.include "lib/traps.s"
_start:
    traps
    mov r1, 0x80000000
    mov r2, -1
    mov r5, r1
site:
    idiv r5, r1, r2
    imod r5, r1, r2
    div r3, r1, r2
    mod r4, r1, r2
    hlt
caught:
    skip
