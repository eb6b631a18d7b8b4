; pins: a gate to ring 3 cannot ask for a fresh stack, for ring 3 has no stack register
; expect stop: halt
; expect word log0: 0x000d0000
; expect word err0: 0x9003
.include "lib/traps.s"
_start:
    traps
    gate 0x90, caught, GATE_PRESENT | 3 << GATE_TARGET_SHIFT | GATE_USER | GATE_FRESH_STACK
    user site
site:
    int 0x90
caught:
    hlt
