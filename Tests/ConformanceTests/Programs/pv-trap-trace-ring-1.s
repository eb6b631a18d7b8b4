; pins: a frame for ring 1 with the trace flag is a debug trap after one instruction, there too
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word log0: 0x00010004
; expect word log1: 0x00010008
; expect word flags: 0x1100
; expect r5: 2
.include "lib/pv.s"
_start:
    traps
    clr r5
    mov sp, 0x22000
    push_frame site, 1 << FLAG_RING_SHIFT | FLAG_TRACE, 0x21f00
    jmp resume
site:
    inc r5
    inc r5
    inc r5
    jmp failed
caught:
    get r6, count
    cmp r6, 2
    jne resume
    finish
