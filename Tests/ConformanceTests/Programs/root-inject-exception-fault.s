; pins: an unnamed fault on the way to an injected exception's handler becomes a double fault in the guest
; expect engines: native
; expect stop: halt
; expect word exits: 1
; expect word reason: 18
; expect word count: 1
; expect word vector: 8
; expect word error: 0
; expect word pc: 0
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    gate VECTOR_DIVIDE, 0, 0
    vmset VMCS_ENTRY_EVENT, EVENT_VALID | EVENT_EXCEPTION | VECTOR_DIVIDE
    launch
guest:
site:
    ud
caught:
    vmcall
exited:
    hlt
