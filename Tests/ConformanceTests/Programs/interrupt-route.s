; pins: a line arrives at the vector that its route names, and the class of that vector counts
; given input: x
; expect stop: halt
; expect r1: 0x81
; expect r5: 7
; expect word log0: 0x00810004
; expect word err0: 0
.include "lib/traps.s"
_start:
    traps
    mov r0, 0x81
    out PIC_ROUTE + CONSOLE_LINE, r0
    console_pends
    mov r2, 8
    mov cr8, r2
    sti
    nop
    mov r5, 7
    mov r2, 7
site:
    mov cr8, r2
    clr r5
caught:
    in r1, PIC_SERVICE
    hlt
