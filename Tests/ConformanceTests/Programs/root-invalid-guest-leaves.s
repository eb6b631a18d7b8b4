; pins: an entry that refuses the guest's state loads the host's, clears FLAGS, keeps the VMCS clear and its guest fields
; expect engines: native
; expect stop: halt
; expect r4: 0
; expect r5: 0x25000
; expect r6: 0x3456
; expect r7: 0x77
; expect r8: 0x10001
; expect word exits: 0
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_GUEST_CR3, 0x10001
    vmset VMCS_GUEST_SP, 0x3456
    vmset VMCS_HOST_PC, here
    vmset VMCS_HOST_SP, 0x25000
    mov r7, 0x77
    sti
    cmp r7, r7
    vmlaunch
    jmp refused
here:
    mov r5, sp
    outcome r4
    vmget r6, VMCS_GUEST_SP
    vmget r8, VMCS_GUEST_CR3
    vmset VMCS_GUEST_CR3, 0
    vmset VMCS_HOST_PC, there
    vmlaunch                            ; and not vmresume
    jmp refused
there:
guest:
site:
exited:
caught:
    hlt
