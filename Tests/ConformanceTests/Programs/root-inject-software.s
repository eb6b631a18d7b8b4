; pins: an injected software interrupt returns behind its instruction, and asks the gate for its caller's ring
; expect engines: native
; expect stop: halt
; expect word exits: 2
; expect word count: 2
; expect word log0: 0x00810004
; expect word log1: 0x000d0000
; expect word err0: 0
; expect word err1: 0x2004
; expect word reason0: 18
; expect word reason1: 18
; expect word flags: 0x3000
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_ENTRY_INSTRUCTION_LENGTH, 4
    vmset VMCS_ENTRY_EVENT, EVENT_VALID | EVENT_SOFTWARE | 0x81
    vmset VMCS_GUEST_FLAGS, 3 << FLAG_RING_SHIFT
    launch
guest:
site:
    ud
    ud
caught:
    vmcall
exited:
    mov r0, exits
    load r0, [r0]
    cmp r0, 2
    je over
    vmset VMCS_ENTRY_EVENT, EVENT_VALID | EVENT_SOFTWARE | 0x20
    vmset VMCS_GUEST_PC, guest
    vmset VMCS_GUEST_FLAGS, 3 << FLAG_RING_SHIFT
    resume
over:
    hlt
