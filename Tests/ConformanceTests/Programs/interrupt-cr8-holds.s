; pins: cr8 holds back its own class and those below, and lets the class above pass
; given input: x
; expect stop: halt
; expect r5: 2
; expect word log0: 0x00210004
; expect word count: 1
.include "lib/traps.s"
_start:
    traps
    console_pends
    mov r2, 15
    mov cr8, r2
    sti
    nop
    mov r2, 2                           ; the class of 0x21
    mov cr8, r2
    nop
    mov r5, 2
    mov r2, 1
site:
    mov cr8, r2
    inc r5
caught:
    hlt
