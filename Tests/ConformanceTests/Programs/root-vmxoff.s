; pins: vmxoff makes the others undefined again; after the next vmxon no VMCS is current, and the old one has its fields
; expect engines: native
; expect stop: halt
; expect r4: 0
; expect r5: 1
; expect r6: 0x1234
; expect word count: 2
; expect word log0: 0x00060000
; expect word log1: 0x00060004
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_CR0_SHADOW, 0x1234
    cmp r0, r0
    vmxoff
    outcome r4
site:
    vmread r5, r5
    vmxoff
    mov r1, root_region
    vmxon r1
    mov r0, VMCS_CR0_SHADOW
    vmread r6, r0
    outcome r5
    mov r1, vmcs
    vmptrld r1
    vmread r6, r0
    hlt
caught:
    skip
guest:
exited:
    hlt
