; pins: vmptrld refuses what is no page of RAM, the region of vmxon, and another revision; the current VMCS stays
; expect engines: native
; expect stop: halt
; expect r4: 9
; expect r5: 9
; expect r6: 10
; expect r7: 11
; expect r8: 2
; expect r9: 0x1234
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_CR0_SHADOW, 0x1234
    mov r2, VMCS_INSTRUCTION_ERROR
    mov r1, vmcs + 0x800
    vmptrld r1
    vmread r4, r2
    mov r1, 0x1000000
    vmptrld r1
    vmread r5, r2
    mov r1, root_region
    vmptrld r1
    vmread r6, r2
    put other_vmcs, VMCS_REVISION | 1 << 31
    mov r1, other_vmcs
    vmptrld r1
    outcome r8
    vmread r7, r2
    vmget r9, VMCS_CR0_SHADOW
site:
guest:
exited:
caught:
    hlt
