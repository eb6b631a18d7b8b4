; pins: a guest that waits with IF set has an open window: it exits at once, waiting still
; expect engines: native
; expect stop: halt
; expect word exits: 1
; expect word reason: 7
; expect word activity: 1
; expect word place: 8
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_CONTROLS, CONTROL_INTERRUPT_WINDOW_EXITING
    launch
guest:
site:
    sti
    hlt
    ud
exited:
caught:
    hlt
