; pins: an injected double fault leaves cr2 alone, whatever an exit has interrupted before
; expect engines: native
; expect stop: halt
; expect r7: 0x1234
; expect word exits: 2
; expect word reason0: 48
; expect word reason1: 18
; expect word count: 1
; expect word vector: 8
; expect word address: 0x1234
.include "lib/traps.s"
.include "lib/paging.s"
.include "lib/root.s"
_start:
    root
    tables
    nested
    vmset VMCS_GUEST_CR0, CR0_PAGING
    vmset VMCS_GUEST_CR3, directory
    vmset VMCS_GUEST_SP, WINDOW + PAGE_SIZE             ; not present: neither is the stack of the first fault's frame
    vmset VMCS_GUEST_SP0, frame_a + PAGE_SIZE           ; that of the double fault the nested tables do not have
    put nested_identity + (frame_a >> 12) * 4, 0
    mov r5, SECOND
    launch
guest:
site:
    load r5, [r5]
exited:
    mov r3, exits
    load r3, [r3]
    cmp r3, 2
    je over
    ; Another guest now, with this VMCS.
    vmset VMCS_GUEST_PC, other
    vmset VMCS_GUEST_SP, guest_stack
    vmset VMCS_GUEST_SP0, kernel_stack
    vmset VMCS_GUEST_CR0, 0
    vmset VMCS_ENTRY_EVENT, EVENT_VALID | EVENT_EXCEPTION | VECTOR_DOUBLE_FAULT
    mov r7, 0x1234
    mov cr2, r7
    resume
other:
    ud
caught:
    mov r7, cr2
    vmcall
over:
    hlt
