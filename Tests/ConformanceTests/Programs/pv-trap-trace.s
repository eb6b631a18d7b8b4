; pins: a frame with the trace flag lets ring 3 do one instruction, and then is a debug trap
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word log0: 0x00010004
; expect word log1: 0x00010008
; expect word flags: 0x3100
; expect word count: 2
; expect r5: 2
.include "lib/pv.s"
_start:
    traps
    clr r5
    user start, FLAG_TRACE
caught:
    mov r6, count
    load r6, [r6]
    cmp r6, 2
    jne resume
    finish
.align 4096
start:
site:
    inc r5
    inc r5
    inc r5
