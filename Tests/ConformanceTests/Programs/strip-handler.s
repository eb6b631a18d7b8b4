; pins: a gate whose handler lies in the strip is taken, and the fault there is a fault of the handler
; expect stop: halt
; expect word log0: 0x000d0000
; expect word err0: 7
; expect word old_sp: 0x1fff0
; expect word frame: 0x1ffe0
; expect word count: 1
; expect word 0x1fff4: 0x3000
.include "lib/traps.s"
site = STRIP_BASE
_start:
    traps
    gate 0x82, site, GATE_PRESENT | GATE_USER
    user start
start:
    int 0x82
caught:
    hlt
