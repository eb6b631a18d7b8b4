; pins: an interrupt in ring 0 through a gate with a fresh stack starts at sp0, and comes back
; given input: x
; expect stop: halt
; expect word frame: 0x1fff0
; expect word old_sp: 0x21ffc
; expect r15: 0x22000
; expect r1: 0x77
.include "lib/traps.s"
_start:
    traps
    gate 0x21, on_console, GATE_PRESENT | GATE_FRESH_STACK
    console_pends
    mov r2, 0x77
    push r2
    sti
site:
    nop
    pop r1
    cli
    hlt
caught:
    console_ends
    iret
