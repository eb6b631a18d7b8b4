; pins: lidt takes multiples of 8 only; another value faults, through the table that still holds
; expect stop: halt
; expect word err0: 9
; expect word err1: 9
; expect word log1: 0x000d0004
; expect word count: 2
; expect r1: 0
.include "lib/traps.s"
_start:
    traps
    mov r8, 0x30004
    mov r9, 0x30001
site:
    lidt r8
    lidt r9
    sidt r1
    mov r2, trap_table
    sub r1, r1, r2
    hlt
caught:
    skip
