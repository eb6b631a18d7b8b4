; pins: an entry with a guest state that cannot be exits with EXIT_ENTRY_FAILED, and the field's number in the qualification
; expect engines: native
; expect stop: halt
; expect r8: 19
; expect r9: 19
; expect word exits: 19
; expect word reason: 0x80000021
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    mov r4, cases
next:
    load r2, [r4]
    vmset VMCS_CONTROLS, r2
    load r0, [r4 + 4]
    vmread r6, r0
    load r1, [r4 + 8]
    vmwrite r0, r1
    launch                              ; never launched, as it seems to the VMCS
guest:
site:
    hlt
exited:
    vmget r5, VMCS_EXIT_REASON
    mov r1, EXIT_ENTRY_FAILED | EXIT_INVALID_GUEST_STATE
    cmp r5, r1
    jne .other
    inc r8
.other:
    vmget r5, VMCS_QUALIFICATION
    load r0, [r4 + 4]
    vmwrite r0, r6
    cmp r5, r0
    jne .wrong
    inc r9
.wrong:
    add r4, 12
    mov r0, cases_end
    cmp r4, r0
    jb next
caught:
    hlt
cases:
    .word 0, VMCS_GUEST_FLAGS, 0x10
    .word 0, VMCS_GUEST_FLAGS, 0x400
    .word 0, VMCS_GUEST_FLAGS, 0x4000
    .word 0, VMCS_GUEST_FLAGS, 1 << FLAG_RING_SHIFT     ; rings 1 and 2 without CR0_MIDDLE_RINGS
    .word 0, VMCS_GUEST_FLAGS, 2 << FLAG_RING_SHIFT
    .word 0, VMCS_GUEST_CR0, 0x10
    .word 0, VMCS_GUEST_CR0, 0x80000000
    .word 0, VMCS_GUEST_CR3, 0x10001
    .word 0, VMCS_GUEST_CR3, 0x10800
    .word CONTROL_TASK_PRIORITY_SHADOW, VMCS_GUEST_CR8, 16
    .word 0, VMCS_GUEST_LIMIT, 0x1001
    .word 0, VMCS_GUEST_LIMIT, STRIP_BASE + PAGE_SIZE
    .word 0, VMCS_GUEST_SYSENTRY, 2
    .word 0, VMCS_GUEST_TRAP_TABLE, 0x20004
    .word 0, VMCS_GUEST_ACTIVITY, 2
    .word 0, VMCS_GUEST_ACTIVITY, -1
    .word 0, VMCS_GUEST_INTERRUPTIBILITY, 2
    .word 0, VMCS_GUEST_INTERRUPTIBILITY, 1             ; with IF clear
    .word 0, VMCS_GUEST_TRAP_TABLE, 1
cases_end:
