; pins: without a cr8 of its own, the guest holds the host's interrupts back by its cr8
; given input: x
; expect engines: native
; expect stop: halt
; expect word exits: 1
; expect word reason: 1
; expect word place: 12
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_CONTROLS, CONTROL_EXTERNAL_INTERRUPT_EXITING
    mov r4, 2
    mov cr8, r4
    mov r5, 1
    console_pends
    launch
guest:
site:
    nop
    nop
    mov cr8, r5
    vmcall
exited:
caught:
    hlt
