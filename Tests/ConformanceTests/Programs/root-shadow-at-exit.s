; pins: an instruction behind sti that exits has not been executed: the sti shadow is still there
; expect engines: native
; expect stop: halt
; expect word exits: 1
; expect word reason: 12
; expect word place: 4
; expect word guest_flags: 0x200
; expect word blocking: 1
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_CONTROLS, CONTROL_HLT_EXITING
    launch
guest:
site:
    sti
    hlt
exited:
caught:
    hlt
