; pins: a page fault that was being delivered when the exit came has set cr2 already
; expect engines: native
; expect stop: halt
; expect r7: 0x40001000
; expect word exits: 1
; expect word reason: 48
; expect word vectoring: 0x8000030e
.include "lib/traps.s"
.include "lib/paging.s"
.include "lib/root.s"
_start:
    root
    tables
    nested
    vmset VMCS_GUEST_CR0, CR0_PAGING
    vmset VMCS_GUEST_CR3, directory
    vmset VMCS_GUEST_SP, frame_a + PAGE_SIZE
    put nested_identity + (frame_a >> 12) * 4, 0
    mov r5, SECOND
    launch
guest:
site:
    load r5, [r5]
exited:
    mov r7, cr2
caught:
    hlt
