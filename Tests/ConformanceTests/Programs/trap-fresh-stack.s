; pins: a gate that asks for a fresh stack loads sp0 without a change of ring, and iret goes back to the old one
; expect stop: halt
; expect word frame: 0x1fff0
; expect word old_sp: 0x21ff8
; expect r15: 0x21ff8
; expect r1: 9
.include "lib/traps.s"
_start:
    traps
    gate 0x81, on_81, GATE_PRESENT | GATE_FRESH_STACK
    clr r1
    sub sp, 8
site:
    int 0x81
    mov r1, 9
    hlt
caught:
    iret
