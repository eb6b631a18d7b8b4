; pins: an interrupt needs IF set and no sti shadow, the shadow needs IF and a guest that does not wait
; expect engines: native
; expect stop: halt
; expect word exits: 3
; expect word reason0: 0x80000021
; expect r4: 0
; expect r5: 0
; expect r6: 0
; expect word reason2: 0x80000021
; expect word count: 0
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_ENTRY_EVENT, EVENT_VALID | EVENT_INTERRUPT | 0x81
    launch
guest:
site:
    hlt
exited:
    inc r7
    cmp r7, 1
    je first
    cmp r7, 2
    je second
    vmget r6, VMCS_QUALIFICATION
    sub r6, VMCS_GUEST_INTERRUPTIBILITY
    hlt
first:
    vmget r4, VMCS_QUALIFICATION
    sub r4, VMCS_GUEST_FLAGS            ; the field that it is about
    vmset VMCS_GUEST_FLAGS, FLAG_INTERRUPT
    vmset VMCS_GUEST_INTERRUPTIBILITY, 1
    launch
second:
    vmget r5, VMCS_QUALIFICATION
    sub r5, VMCS_GUEST_INTERRUPTIBILITY
    vmset VMCS_ENTRY_EVENT, 0
    vmset VMCS_GUEST_ACTIVITY, 1
    launch
caught:
    hlt
