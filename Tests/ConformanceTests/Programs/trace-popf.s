; pins: the trace flag set by popf traps after the instruction behind it, with that one's next pc and TF in the frame
; expect stop: halt
; expect word log0: 0x00010008
; expect word log1: 0x0001000c
; expect word log2: 0x00010010
; expect word count: 3
; expect word flags: 0x100
; expect word error: 0
; expect r5: 3
.include "lib/traps.s"
_start:
    traps
    clr r5
    mov r1, FLAG_TRACE
    push r1
site:
    popf
    inc r5
    inc r5
    inc r5
    hlt
caught:
    cmp r5, 3
    jb more
    hlt
more:
    iret
