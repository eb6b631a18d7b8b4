; pins: a gate with a fresh stack is no different from ring 3
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word old_sp: 0x24000
; expect word frame: 0x1fff0
.include "lib/pv.s"
_start:
    gate 0x81, on_81, OPEN_GATE | GATE_FRESH_STACK
    traps
    user start
caught:
    finish
.align 4096
start:
site:
    int 0x81
