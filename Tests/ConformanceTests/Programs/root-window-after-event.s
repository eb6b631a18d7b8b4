; pins: an event is delivered before the window is looked at: a handler with IF clear does not exit for it
; expect engines: native
; expect stop: halt
; expect word exits: 2
; expect word reason0: 18
; expect word guest_flags: 0x200
; expect word reason1: 7
; expect word place1: 0
; expect word count: 1
; expect word vector: 0x81
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_CONTROLS, CONTROL_INTERRUPT_WINDOW_EXITING
    vmset VMCS_GUEST_FLAGS, FLAG_INTERRUPT
    vmset VMCS_ENTRY_EVENT, EVENT_VALID | EVENT_INTERRUPT | 0x81
    launch
guest:
site:
    ud
exited:
    mov r0, exits
    load r0, [r0]
    cmp r0, 2
    je over
    past
caught:
    vmcall
    iret
over:
    hlt
