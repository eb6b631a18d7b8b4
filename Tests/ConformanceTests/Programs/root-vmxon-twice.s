; pins: vmxon in root mode fails: C without a current VMCS, Z and VMERROR_ALREADY_ON with one
; expect engines: native
; expect stop: halt
; expect r4: 1
; expect r5: 2
; expect r6: 15
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    mov r1, vmcs
    mov r2, root_region
    vmclear r1
    vmxon r2
    outcome r4
    vmptrld r1
    vmxon r2
    outcome r5
    vmget r6, VMCS_INSTRUCTION_ERROR
site:
guest:
exited:
caught:
    hlt
