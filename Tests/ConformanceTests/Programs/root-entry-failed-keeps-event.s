; pins: a failed entry changes nothing of the VMCS but the error's number: its event is still there for the next one
; expect engines: native
; expect stop: halt
; expect r6: 0x8000030d
; expect word exits: 1
; expect word count: 1
; expect word error: 0x1234
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_ENTRY_EVENT, EVENT_VALID | EVENT_EXCEPTION | VECTOR_PROTECTION
    vmset VMCS_ENTRY_ERROR, 0x1234
    vmset VMCS_HOST_CR3, 1
    vmlaunch
    vmget r6, VMCS_ENTRY_EVENT
    vmset VMCS_HOST_CR3, 0
    launch
guest:
site:
    ud
caught:
    vmcall
exited:
    hlt
