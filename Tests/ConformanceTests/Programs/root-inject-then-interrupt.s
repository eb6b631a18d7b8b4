; pins: an event is delivered before an interrupt of the host's exits: pc is at the handler, the frame is pushed
; given input: x
; expect engines: native
; expect stop: halt
; expect word exits: 1
; expect word reason: 1
; expect word vectoring: 0
; expect word guest_sp: 0x27ff0
; expect word 0x27ff0: 0x1234
; expect word 0x27ffc: 0x77
; expect word place: 0
; expect word count: 0
.include "lib/traps.s"
.include "lib/root.s"
site = on_protection
_start:
    root
    vmset VMCS_CONTROLS, CONTROL_EXTERNAL_INTERRUPT_EXITING
    vmset VMCS_ENTRY_EVENT, EVENT_VALID | EVENT_EXCEPTION | VECTOR_PROTECTION
    vmset VMCS_ENTRY_ERROR, 0x77
    vmset VMCS_GUEST_PC, 0x1234
    console_pends
    launch
guest:
exited:
caught:
    hlt
