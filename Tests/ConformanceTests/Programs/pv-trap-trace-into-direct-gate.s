; pins: the trace flag does not go with ring 3 through a direct gate, and comes back with the frame
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word log0: 0x00010004
; expect word log1: 0x00820008
; expect word log2: 0x0001000c
; expect r5: 2
.include "lib/pv.s"
_start:
    traps
    clr r5
    user start, FLAG_TRACE
caught:
    mov r6, count
    load r6, [r6]
    cmp r6, 3
    jne resume
    finish
.align 4096
start:
site:
    inc r5
    int 0x82
    inc r5
