; pins: iret from a misaligned sp is a fault, with sp as it was
; expect stop: halt
; expect word log0: 0x000d0000
; expect word err0: 8
; expect word old_sp: 0x21fee
; expect word flags: 0x4
.include "lib/traps.s"
_start:
    traps
    gate VECTOR_PROTECTION, on_protection, GATE_PRESENT | GATE_FRESH_STACK
    push_frame caught, 3 << FLAG_RING_SHIFT, user_stack
    sub sp, 2
    mov r1, -1
    test r1, r1
site:
    iret
caught:
    hlt
