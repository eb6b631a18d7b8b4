; pins: an entry with an impossible host state fails with Z and VMERROR_INVALID_HOST_STATE, before the guest's is looked at
; expect engines: native
; expect stop: halt
; expect r8: 8
; expect r9: 8
; expect word exits: 0
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_GUEST_CR3, 1             ; this cannot be, either
    mov r4, cases
.next:
    load r0, [r4]
    vmread r6, r0
    load r1, [r4 + 4]
    vmwrite r0, r1
    vmlaunch
    outcome r5
    cmp r5, 2
    jne .other
    inc r8
.other:
    vmget r5, VMCS_INSTRUCTION_ERROR
    cmp r5, VMERROR_INVALID_HOST_STATE
    jne .wrong
    inc r9
.wrong:
    vmcall
    load r0, [r4]
    vmwrite r0, r6
    add r4, 8
    mov r0, cases_end
    cmp r4, r0
    jb .next
guest:
site:
exited:
caught:
    hlt
cases:
    .word VMCS_HOST_CR0, CR0_ROOT_MODE | 0x10
    .word VMCS_HOST_CR0, 0              ; the host could not use its own instructions
    .word VMCS_HOST_CR3, 0x10001
    .word VMCS_HOST_LIMIT, 0x1001
    .word VMCS_HOST_LIMIT, STRIP_BASE + PAGE_SIZE
    .word VMCS_HOST_SYSENTRY, 2
    .word VMCS_HOST_TRAP_TABLE, 0x20004
    .word VMCS_HOST_TRAP_TABLE, 0x20001
cases_end:
