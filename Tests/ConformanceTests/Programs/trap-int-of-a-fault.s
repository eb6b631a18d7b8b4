; pins: int with a fault's vector pushes error code 0 and the next pc, and leaves cr2 alone
; expect stop: halt
; expect word log0: 0x000e0004
; expect word err0: 0
; expect word address: 0x1234
; expect word log1: 0x000d0008
; expect word err1: 0
.include "lib/traps.s"
_start:
    traps
    mov r1, 0x1234
    mov cr2, r1
site:
    int VECTOR_PAGE_FAULT
    int VECTOR_PROTECTION
    hlt
caught:
    iret
