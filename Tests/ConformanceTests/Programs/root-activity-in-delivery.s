; pins: a guest that waited is saved as waiting when the delivery of its interrupt faults
; expect engines: native
; expect stop: halt
; expect word exits: 1
; expect word reason: 0
; expect word activity: 1
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_GUEST_ACTIVITY, 1
    vmset VMCS_GUEST_FLAGS, FLAG_INTERRUPT
    vmset VMCS_ENTRY_EVENT, EVENT_VALID | EVENT_INTERRUPT | 0x90
    launch
guest:
site:
    ud
exited:
caught:
    hlt
