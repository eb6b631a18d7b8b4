; pins: what a control's field holds is of no interest while the control is off, nor is an event that is not valid
; expect engines: native
; expect stop: halt
; expect word exits: 1
; expect word reason: 18
; expect word refused_flags: 0
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_VPID, -1
    vmset VMCS_IO_BITMAP, -1
    vmset VMCS_TASK_PRIORITY_THRESHOLD, -1
    vmset VMCS_NESTED_TABLE, -1
    vmset VMCS_GUEST_CR8, -1
    vmset VMCS_ENTRY_EVENT, EVENT_VALID - 1
    launch
guest:
site:
    vmcall
exited:
caught:
    hlt
