; pins: a write of cr0 that does not exit changes the bits that are not owned, and leaves the owned ones as they really are
; expect engines: native
; expect stop: halt
; expect r4: 0
; expect r5: 0xe
; expect r6: 0x6
; expect word exits: 1
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_GUEST_CR0, CR0_MIDDLE_RINGS | CR0_TRAP_TIME
    vmset VMCS_CR0_MASK, CR0_MIDDLE_RINGS | CR0_TRAP_TIME
    vmset VMCS_CR0_SHADOW, 0
    mov r4, CR0_ROOT_MODE
    launch
guest:
site:
    mov cr0, r4
    vmcall
exited:
    vmget r5, VMCS_GUEST_CR0
    and r4, r5, CR0_PAGING
    and r6, r5, CR0_MIDDLE_RINGS | CR0_TRAP_TIME
caught:
    hlt
