; pins: the bitmap does not concern an injected exception, and one that is injected is followed by the guest's own
; expect engines: native
; expect stop: halt
; expect word exits: 1
; expect word reason: 0
; expect word event: 0x80000306
; expect word place: 0
; expect word vectoring: 0
; expect word count: 1
; expect word log0: 0x000d0000
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_EXCEPTION_BITMAP, -1
    vmset VMCS_ENTRY_EVENT, EVENT_VALID | EVENT_EXCEPTION | VECTOR_PROTECTION
    launch
caught:
    iret
guest:
site:
    ud
exited:
    hlt
