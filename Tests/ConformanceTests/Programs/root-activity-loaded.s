; pins: a guest entered with activity 1 waits; an injected event wakes it, and the frame leads where it waited
; expect engines: native
; expect stop: halt
; expect word exits: 2
; expect word reason0: 1
; expect word place0: 0
; expect word reason1: 18
; expect word activity: 0
; expect word count: 1
; expect word log0: 0x00810000
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_CONTROLS, CONTROL_EXTERNAL_INTERRUPT_EXITING | CONTROL_ACKNOWLEDGE_INTERRUPT
    vmset VMCS_GUEST_ACTIVITY, 1
    vmset VMCS_GUEST_FLAGS, FLAG_INTERRUPT
    mov r0, ~(1 << TIMER_LINE) & 0xffff
    out PIC_MASK, r0
    mov r0, 20000
    out TIMER_PERIOD, r0
    mov r0, 1
    out TIMER_CONTROL, r0
    launch
guest:
site:
    vmcall
exited:
    mov r0, exits
    load r0, [r0]
    cmp r0, 2
    je over
    vmset VMCS_ENTRY_EVENT, EVENT_VALID | EVENT_INTERRUPT | 0x81
    resume
caught:
    iret
over:
    hlt
