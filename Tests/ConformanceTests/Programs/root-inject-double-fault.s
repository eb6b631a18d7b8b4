; pins: a fault on the way to an injected double fault's handler is a triple fault
; expect engines: native
; expect stop: halt
; expect word exits: 1
; expect word reason: 2
; expect word count: 0
; expect word place: 0
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    gate VECTOR_DOUBLE_FAULT, 0, 0
    vmset VMCS_ENTRY_EVENT, EVENT_VALID | EVENT_EXCEPTION | VECTOR_DOUBLE_FAULT
    launch
guest:
site:
    ud
caught:
    vmcall
exited:
    hlt
