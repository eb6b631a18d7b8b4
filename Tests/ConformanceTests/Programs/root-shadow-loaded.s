; pins: a guest entered with a sti shadow executes one instruction before it can be interrupted
; given input: x
; expect engines: native
; expect stop: halt
; expect r5: 1
; expect word exits: 0
; expect word count: 1
; expect word log0: 0x00210004
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_GUEST_FLAGS, FLAG_INTERRUPT
    vmset VMCS_GUEST_INTERRUPTIBILITY, 1
    console_pends
    launch
guest:
site:
    inc r5
    inc r5
    vmcall
exited:
caught:
    hlt
