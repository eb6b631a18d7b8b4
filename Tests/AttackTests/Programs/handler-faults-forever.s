; attacks: a fault whose handler faults, on a fresh stack each time: no instruction is ever completed
; expect stop: limit
.include "lib/traps.s"
_start:
    traps
    gate VECTOR_UNDEFINED, handler, GATE_PRESENT | GATE_FRESH_STACK
    mov r0, 0xfff0
    out PIC_MASK, r0
    mov r0, 3
    out TIMER_CONTROL, r0
site:
    ud
handler:
    ud
caught:
    hlt
