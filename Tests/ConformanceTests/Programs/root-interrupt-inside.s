; pins: without CONTROL_EXTERNAL_INTERRUPT_EXITING the guest takes the host's interrupts, when its own IF allows
; given input: x
; expect engines: native
; expect stop: halt
; expect word exits: 1
; expect word reason: 18
; expect word place: 12
; expect word count: 1
; expect word log0: 0x00210008
; expect word flags: 0x200
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    console_pends
    vmset VMCS_GUEST_CR8, 15            ; not looked at without its control
    launch
guest:
site:
    sti
    nop
    nop
    vmcall
exited:
    hlt
caught:
    console_ends
    iret
