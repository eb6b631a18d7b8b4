; pins: cr8 takes 0 to 15
; expect stop: halt
; expect r1: 0
; expect r2: 15
; expect r3: 15
; expect word err0: 9
; expect word err1: 9
; expect word count: 2
.include "lib/traps.s"
_start:
    traps
    mov r1, cr8
    mov r8, 15
    mov cr8, r8
    mov r2, cr8
    mov r8, 16
    mov r9, -1
site:
    mov cr8, r8
    mov cr8, r9
    mov r3, cr8
    hlt
caught:
    skip
