; pins: a trap from ring 3 through a gate to ring 3 stays there, on the same stack
; expect stop: halt
; expect r1: 0x23ff0
; expect r2: 0x3000
; expect r3: 0
; expect r4: 0x24000
; expect word log0: 0x000d0014
; expect word err0: 1
; expect word flags: 0x3000
.include "lib/traps.s"
_start:
    traps
    gate 0x90, inner, GATE_PRESENT | 3 << GATE_TARGET_SHIFT | GATE_USER
    user start
start:
    int 0x90
site:
    nop
inner:
    mov r1, sp
    load r2, [sp + FRAME_FLAGS]
    load r3, [sp + FRAME_ERROR]
    load r4, [sp + FRAME_SP]
    cli
caught:
    hlt
