; pins: in ring 3 the privilege of an instruction is checked before its operand
; expect stop: halt
; expect word err0: 1
; expect word err1: 1
; expect word err2: 1
; expect word count: 3
.include "lib/traps.s"
_start:
    traps
    mov r1, 0xffffffff
    user site
site:
    lidt r1
    mov cr8, r1
    invlpg r1
    int 0x80
caught:
    skip
