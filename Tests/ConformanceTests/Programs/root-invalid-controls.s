; pins: an entry with controls that cannot be fails with Z and VMERROR_INVALID_CONTROLS, and execution goes on behind it
; expect engines: native
; expect stop: halt
; expect r8: 18
; expect r9: 18
; expect word exits: 0
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    mov r4, cases
.next:
    vmset VMCS_VPID, 1
    load r2, [r4]
    vmset VMCS_CONTROLS, r2
    load r0, [r4 + 4]
    load r1, [r4 + 8]
    vmwrite r0, r1
    vmlaunch
    outcome r5
    cmp r5, 2
    jne .other
    inc r8
.other:
    vmget r5, VMCS_INSTRUCTION_ERROR
    cmp r5, VMERROR_INVALID_CONTROLS
    jne .wrong
    inc r9
.wrong:
    load r0, [r4 + 4]
    clr r1
    vmwrite r0, r1
    vmwrite r0, r0
    vmcall                              ; another error's number
    load r0, [r4 + 4]
    clr r1
    vmwrite r0, r1
    add r4, 12
    mov r0, cases_end
    cmp r4, r0
    jb .next
guest:
site:
exited:
caught:
    hlt
cases:
    .word 1 << 15, VMCS_CR0_MASK, 0
    .word 1 << 31, VMCS_CR0_MASK, 0
    .word CONTROL_ACKNOWLEDGE_INTERRUPT, VMCS_CR0_MASK, 0
    .word CONTROL_VPID, VMCS_VPID, 0
    .word CONTROL_VPID, VMCS_VPID, 0x10000
    .word CONTROL_IO_BITMAP, VMCS_IO_BITMAP, bitmap + 4
    .word CONTROL_IO_BITMAP, VMCS_IO_BITMAP, bitmap + 0x800
    .word CONTROL_TASK_PRIORITY_SHADOW, VMCS_TASK_PRIORITY_THRESHOLD, 16
    .word CONTROL_NESTED_PAGING, VMCS_NESTED_TABLE, nested_directory + 1
    .word CONTROL_NESTED_PAGING, VMCS_NESTED_TABLE, nested_directory + 0x800
    .word 0, VMCS_ENTRY_EVENT, EVENT_VALID | EVENT_INTERRUPT | 31
    .word 0, VMCS_ENTRY_EVENT, EVENT_VALID | EVENT_EXCEPTION | 32
    .word 0, VMCS_ENTRY_EVENT, EVENT_VALID | 1 << 8 | 32
    .word 0, VMCS_ENTRY_EVENT, EVENT_VALID | 2 << 8 | 32
    .word 0, VMCS_ENTRY_EVENT, EVENT_VALID | 7 << 8 | 32
    .word 0, VMCS_ENTRY_EVENT, EVENT_VALID | 1 << 11 | 32
    .word 0, VMCS_ENTRY_EVENT, EVENT_VALID | 1 << 30 | 32
    .word 0, VMCS_ENTRY_EVENT, EVENT_VALID | EVENT_SOFTWARE | 32 ; of length 0
cases_end:
