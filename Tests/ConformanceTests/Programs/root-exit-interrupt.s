; pins: an interrupt of the host's devices exits whatever the guest's IF; unacknowledged, it is still the host's to take
; given input: x
; expect engines: native
; expect stop: halt
; expect r4: 2
; expect r5: 0xffffffff
; expect word exits: 1
; expect word reason: 1
; expect word event: 0
; expect word qualification: 0
; expect word place: 0
; expect word length: 0
; expect word guest_flags: 0
; expect word count: 1
; expect word vector: 0x21
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_CONTROLS, CONTROL_EXTERNAL_INTERRUPT_EXITING
    console_pends
    launch
guest:
site:
    vmcall
exited:
    in r4, PIC_PENDING
    in r5, PIC_SERVICE
    sti
    nop
    nop
caught:
    hlt
