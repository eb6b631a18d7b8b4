; pins: vmcall in root mode fails: Z and VMERROR_VMCALL_IN_ROOT
; expect engines: native
; expect stop: halt
; expect r4: 2
; expect r5: 1
; expect word exits: 0
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmcall
    outcome r4
    vmget r5, VMCS_INSTRUCTION_ERROR
site:
guest:
exited:
caught:
    hlt
