; pins: int in the shadow of sti through a gate that keeps interrupts: the interrupt comes before the handler's first instruction
; given input: x
; expect stop: halt
; expect r5: 0
; expect word log0: 0x0021000c
; expect word flags: 0x200
; expect word frame: 0x21fe0
.include "lib/traps.s"
_start:
    traps
    gate 0x90, handler, GATE_PRESENT | GATE_KEEP_INTERRUPTS
    console_pends
    clr r5
site:
    sti
    int 0x90
    nop
handler:
    inc r5
caught:
    hlt
