; pins: gates to ring 1, to ring 2, and from ring 0 out to ring 3 cannot be used
; expect stop: halt
; expect word err0: 0x9003
; expect word err1: 0x9103
; expect word err2: 0x9203
; expect word log2: 0x000d0008
; expect word count: 3
.include "lib/traps.s"
_start:
    traps
    gate 0x90, on_81, GATE_PRESENT | 1 << GATE_TARGET_SHIFT
    gate 0x91, on_81, GATE_PRESENT | 2 << GATE_TARGET_SHIFT
    gate 0x92, on_81, GATE_PRESENT | 3 << GATE_TARGET_SHIFT
site:
    int 0x90
    int 0x91
    int 0x92
    hlt
caught:
    skip
