; pins: hlt exits with CONTROL_HLT_EXITING, before the guest waits, whatever IF is
; expect engines: native
; expect stop: halt
; expect word exits: 3
; expect word reason0: 12
; expect word place0: 0
; expect word reason1: 12
; expect word place1: 12
; expect word qual1: 0
; expect word length: 4
; expect word activity: 0
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_CONTROLS, CONTROL_HLT_EXITING
    launch
guest:
site:
    hlt
    sti
    nop
    hlt
    vmcall
exited:
    past_until_vmcall
caught:
    hlt
