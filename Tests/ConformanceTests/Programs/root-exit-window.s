; pins: CONTROL_INTERRUPT_WINDOW_EXITING exits as soon as IF is set and the sti shadow is over
; expect engines: native
; expect stop: halt
; expect word exits: 2
; expect word reason0: 7
; expect word place0: 12
; expect word qual0: 0
; expect word guest_flags: 0x200
; expect word blocking: 0
; expect word reason1: 7
; expect word place1: 12
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_CONTROLS, CONTROL_INTERRUPT_WINDOW_EXITING
    launch
guest:
site:
    nop
    sti
    nop
    nop
    vmcall
exited:
    mov r0, exits
    load r0, [r0]
    cmp r0, 2
    je caught
    resume                              ; it is open still: not one instruction is executed
caught:
    hlt
