; pins: a fault while a double fault is delivered stops the machine, with registers as they were
; expect stop: triple-fault
; expect r1: 17
; expect r15: 0x22000
.include "lib/traps.s"
_start:
    traps
    gate VECTOR_DIVIDE, on_divide, 0
    gate VECTOR_DOUBLE_FAULT, on_double_fault, 0
    mov r1, 17
    clr r2
site:
    mod r1, r1, r2
    mov r1, 1
caught:
    hlt
