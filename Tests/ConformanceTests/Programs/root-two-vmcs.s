; pins: vmptrld changes which VMCS the fields are those of; each keeps its own
; expect engines: native
; expect stop: halt
; expect r4: 0x1111
; expect r5: 0x2222
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    mov r0, VMCS_CR0_SHADOW
    mov r1, 0x1111
    vmwrite r0, r1
    mov r2, other_vmcs
    vmptrld r2
    mov r1, 0x2222
    vmwrite r0, r1
    mov r3, vmcs
    vmptrld r3
    vmread r4, r0
    vmptrld r2
    vmread r5, r0
site:
guest:
exited:
caught:
    hlt
