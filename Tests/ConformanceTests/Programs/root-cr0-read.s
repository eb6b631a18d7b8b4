; pins: the guest reads owned bits of cr0 from the shadow and the others from cr0, by mov and by smsw, in ring 3 too
; expect engines: native
; expect stop: halt
; expect r4: 0xc
; expect r5: 0xc
; expect r6: 0xc
; expect r7: 8
; expect word exits: 1
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_GUEST_CR0, CR0_ROOT_MODE | CR0_MIDDLE_RINGS
    vmset VMCS_CR0_MASK, CR0_MIDDLE_RINGS | CR0_TRAP_TIME
    vmset VMCS_CR0_SHADOW, CR0_TRAP_TIME | CR0_PAGING
    launch
guest:
site:
    mov r4, cr0
    smsw r5
    user inside
inside:
    smsw r6
    vmcall
exited:
    smsw r7                             ; the host reads its own
caught:
    hlt
