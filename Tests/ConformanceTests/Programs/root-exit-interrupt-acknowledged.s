; pins: with CONTROL_ACKNOWLEDGE_INTERRUPT the exit tells the vector, which is in service then
; given input: x
; expect engines: native
; expect stop: halt
; expect r5: 0x21
; expect word exits: 1
; expect word reason: 1
; expect word event: 0x80000021
; expect word count: 0
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_CONTROLS, CONTROL_EXTERNAL_INTERRUPT_EXITING | CONTROL_ACKNOWLEDGE_INTERRUPT
    console_pends
    launch
guest:
site:
    vmcall
exited:
    in r5, PIC_SERVICE
    sti                                 ; it does not come again
    nop
    nop
    cli
caught:
    hlt
