; pins: a traced instruction that faults does not trap as well; the fault's frame has TF, its handler is not traced
; expect stop: halt
; expect word log0: 0x00000000
; expect word log1: 0x00010008
; expect word count: 2
; expect r5: 0x3100
.include "lib/traps.s"
_start:
    traps
    clr r2
    user site, FLAG_TRACE
site:
    div r1, r1, r2
    nop
    int 0x80
caught:
    cmp r7, 0
    jne .traced
    mov r7, 1
    load r5, [sp + FRAME_FLAGS]
    skip
.traced:
    iret
