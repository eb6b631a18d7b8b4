; pins: an exit between sti and the next instruction saves the sti shadow
; given input: x
; expect engines: native
; expect stop: halt
; expect word exits: 1
; expect word reason: 1
; expect word place: 0
; expect word blocking: 1
; expect word guest_flags: 0x200
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_CONTROLS, CONTROL_EXTERNAL_INTERRUPT_EXITING
    vmset VMCS_GUEST_FLAGS, FLAG_INTERRUPT
    vmset VMCS_GUEST_INTERRUPTIBILITY, 1
    console_pends
    launch
guest:
site:
    nop
exited:
caught:
    hlt
