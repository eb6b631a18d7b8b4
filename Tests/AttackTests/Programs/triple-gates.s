; attacks: a triple fault by gates with reserved bits, and a double fault's gate that is absent
; expect stop: triple-fault
; expect word count: 0
.include "lib/traps.s"
_start:
    traps
    gate VECTOR_UNDEFINED, on_undefined, GATE_PRESENT | 0x80
    gate VECTOR_PROTECTION, on_protection, GATE_PRESENT | 2
    gate VECTOR_DOUBLE_FAULT, on_double_fault, 0
site:
    ud
caught:
    hlt
