; pins: an absent or unusable gate for a protection fault makes a double fault, not a second protection fault
; expect stop: halt
; expect word log0: 0x00080000
; expect word count: 1
.include "lib/traps.s"
_start:
    traps
    gate VECTOR_PROTECTION, on_protection, GATE_PRESENT | 0x80
    mov r1, 0x1001
site:
    lidt r1
caught:
    hlt
