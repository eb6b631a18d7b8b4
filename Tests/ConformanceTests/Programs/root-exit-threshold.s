; pins: a write that makes the guest's cr8 less than the threshold exits behind the instruction; others do not
; expect engines: native
; expect stop: halt
; expect r7: 5
; expect word exits: 2
; expect word reason0: 43
; expect word place0: 12
; expect word qual0: 0
; expect word reason1: 18
; expect word length: 4
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_CONTROLS, CONTROL_TASK_PRIORITY_SHADOW
    vmset VMCS_TASK_PRIORITY_THRESHOLD, 6
    vmset VMCS_GUEST_CR8, 8
    mov r4, 6
    mov r5, 5
    launch
guest:
site:
    mov cr8, r4
    nop
    mov cr8, r5
    vmcall
exited:
    cmp r7, 5
    je caught
    vmget r7, VMCS_GUEST_CR8
    vmset VMCS_TASK_PRIORITY_THRESHOLD, 0
    resume
caught:
    hlt
