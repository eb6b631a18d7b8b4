; pins: without a current VMCS vmread, vmwrite, vmlaunch, vmresume and vmcall set C; vmread leaves its register
; expect engines: native
; expect stop: halt
; expect r4: 1
; expect r5: 1
; expect r6: 1
; expect r7: 1
; expect r8: 1
; expect r9: 0x99
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    mov r1, vmcs
    vmclear r1                          ; the current one: none is, now
    mov r1, VMCS_GUEST_PC
    mov r9, 0x99
    vmread r9, r1
    outcome r4
    vmwrite r1, r1
    outcome r5
    vmlaunch
    outcome r6
    vmresume
    outcome r7
    vmcall
    outcome r8
site:
guest:
exited:
caught:
    hlt
