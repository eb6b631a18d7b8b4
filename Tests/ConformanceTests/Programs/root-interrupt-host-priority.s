; pins: with a cr8 of its own, the guest cannot hold the host's interrupts back; the host's cr8 can
; given input: x
; expect engines: native
; expect stop: halt
; expect word exits: 2
; expect word reason0: 18
; expect word place0: 0
; expect word reason1: 1
; expect word place1: 4
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_CONTROLS, CONTROL_EXTERNAL_INTERRUPT_EXITING | CONTROL_TASK_PRIORITY_SHADOW
    vmset VMCS_GUEST_CR8, 15
    console_pends
    mov r0, 2                           ; the console's class
    mov cr8, r0
    launch
guest:
site:
    vmcall
    vmcall
exited:
    mov r0, exits
    load r0, [r0]
    cmp r0, 2
    je caught
    mov r0, 1
    mov cr8, r0
    past
caught:
    hlt
