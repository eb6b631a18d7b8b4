; pins: vmxon of what is no page of RAM, or has another revision, sets C and leaves root mode off
; expect engines: native
; expect stop: halt
; expect r4: 1
; expect r5: 1
; expect r6: 1
; expect r7: 0
; expect word count: 1
; expect word log0: 0x00060000
.include "lib/traps.s"
.include "lib/root.s"
_start:
    traps
    root_allowed
    put root_region, VMCS_REVISION
    put root_region + 4, VMCS_REVISION
    put vmcs, VMCS_REVISION + 1
    mov r1, root_region + 4
    vmxon r1
    outcome r4
    mov r1, 0x1000000                   ; RAM ends here
    vmxon r1
    outcome r5
    mov r1, vmcs
    vmxon r1
    outcome r6
site:
    vmxoff
    mov r1, root_region
    vmxon r1
    outcome r7
    hlt
caught:
    skip
guest:
exited:
    hlt
