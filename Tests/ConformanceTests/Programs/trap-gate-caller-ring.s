; pins: int from ring 3 through a gate for ring 0 is refused, and through one for ring 3 it is not
; expect stop: halt
; expect word log0: 0x000d0000
; expect word err0: 0x9004
; expect word log1: 0x000d0004
; expect word err1: 0xe04
; expect word log2: 0x0081000c
; expect word err2: 0
.include "lib/traps.s"
_start:
    traps
    gate 0x90, on_81, GATE_PRESENT
    user site
site:
    int 0x90
    int VECTOR_PAGE_FAULT
    int 0x81
    int 0x80
caught:
    load r0, [sp]
    mov r1, site + 12
    cmp r0, r1
    jae .back
    skip
.back:
    iret
