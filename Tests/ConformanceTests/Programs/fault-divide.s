; pins: each of the four divisions faults on a divisor of 0, at its own pc, with error code 0
; expect stop: halt
; expect word log0: 0x00000000
; expect word log1: 0x00000004
; expect word log2: 0x00000008
; expect word log3: 0x0000000c
; expect word error: 0
; expect word count: 4
; expect r1: 5
.include "lib/traps.s"
_start:
    traps
    mov r1, 5
    clr r2
site:
    div r1, r1, r2
    mod r1, r1, r2
    idiv r1, r1, r2
    imod r1, r1, r2
    hlt
caught:
    skip
