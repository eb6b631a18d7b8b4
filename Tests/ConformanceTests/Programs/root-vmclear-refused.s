; pins: vmclear refuses what is no page of RAM, and the region of vmxon; without a current VMCS that sets C instead of Z
; expect engines: native
; expect stop: halt
; expect r4: 2
; expect r5: 2
; expect r6: 2
; expect r7: 3
; expect r8: 1
; expect r9: 0x1234
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    mov r0, VMCS_CR0_SHADOW
    mov r1, 0x1234
    vmwrite r0, r1
    mov r2, VMCS_INSTRUCTION_ERROR
    mov r1, other_vmcs + 8
    vmclear r1
    outcome r3
    vmread r4, r2
    mov r1, 0xf0000000                  ; the display
    vmclear r1
    vmread r5, r2
    mov r1, root_region
    vmclear r1
    outcome r6
    vmread r7, r2
    vmread r9, r0                       ; the current one stays
    mov r1, vmcs
    vmclear r1
    mov r1, root_region
    vmclear r1
    outcome r8
site:
guest:
exited:
caught:
    hlt
