; pins: vmclear of another VMCS than the current one leaves that current; vmclear of the current one leaves none
; expect engines: native
; expect stop: halt
; expect r4: 0
; expect r5: 1
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    mov r0, VMCS_GUEST_PC
    mov r1, other_vmcs
    vmclear r1
    vmread r2, r0
    outcome r4
    mov r1, vmcs
    vmclear r1
    vmread r2, r0
    outcome r5
site:
guest:
exited:
caught:
    hlt
