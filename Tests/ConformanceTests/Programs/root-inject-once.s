; pins: an event is delivered once: the exit clears EVENT_VALID and nothing else of the field
; expect engines: native
; expect stop: halt
; expect r6: 0x30d
; expect r7: 0x1234
; expect word exits: 2
; expect word count: 1
; expect word place1: 0
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_ENTRY_EVENT, EVENT_VALID | EVENT_EXCEPTION | VECTOR_PROTECTION
    vmset VMCS_ENTRY_ERROR, 0x1234
    launch
guest:
site:
    vmcall
caught:
    vmcall
exited:
    vmget r6, VMCS_ENTRY_EVENT
    vmget r7, VMCS_ENTRY_ERROR
    mov r0, exits
    load r0, [r0]
    cmp r0, 2
    je over
    vmset VMCS_GUEST_PC, guest
    resume
over:
    hlt
