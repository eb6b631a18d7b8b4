; pins: int is no exception: one of a vector that the bitmap names is delivered in the guest
; expect engines: native
; expect stop: halt
; expect word exits: 1
; expect word reason: 18
; expect word count: 1
; expect word log0: 0x00060004
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_EXCEPTION_BITMAP, -1
    launch
guest:
site:
    int VECTOR_UNDEFINED
    vmcall
exited:
    hlt
caught:
    iret
