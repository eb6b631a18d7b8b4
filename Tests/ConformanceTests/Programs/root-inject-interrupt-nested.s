; pins: a nested violation on the way to an injected interrupt's handler tells the interrupt, too
; expect engines: native
; expect stop: halt
; expect word exits: 2
; expect word reason0: 48
; expect word qual0: 0x102
; expect word vectoring: 0
; expect word physical: 0x28ffc
; expect word linear: 0x28ffc
; expect word reason1: 18
; expect word count: 1
; expect r7: 0x80000081
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    nested
    put nested_identity + 0x28 * 4, 0
    vmset VMCS_ENTRY_EVENT, EVENT_VALID | EVENT_INTERRUPT | 0x81
    vmset VMCS_GUEST_FLAGS, FLAG_INTERRUPT
    vmset VMCS_GUEST_SP, 0x29000
    launch
guest:
site:
    ud
exited:
    mov r0, exits
    load r0, [r0]
    cmp r0, 2
    je over
    vmget r7, VMCS_VECTORING_EVENT
    put nested_identity + 0x28 * 4, 0x28000 | NESTED_ALL
    vmset VMCS_ENTRY_EVENT, r7
    resume
caught:
    vmcall
over:
    hlt
