; pins: sysentry takes multiples of 4 only
; expect stop: halt
; expect r1: 0xfffffffc
; expect r2: 0xfffffffc
; expect word err0: 9
; expect word err1: 9
; expect word count: 2
.include "lib/traps.s"
_start:
    traps
    mov r8, 0xfffffffc
    mov sysentry, r8
    mov r1, sysentry
    mov r8, 0x1001
    mov r9, 0x1002
site:
    mov sysentry, r8
    mov sysentry, r9
    mov r2, sysentry
    hlt
caught:
    skip
