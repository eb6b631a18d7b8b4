; pins: a page fault that exits tells its address in the qualification and its error code, and leaves cr2 as it was
; expect engines: native
; expect stop: halt
; expect r7: 0x1234
; expect word exits: 1
; expect word reason: 0
; expect word qualification: 0x40000abc
; expect word event: 0x8000030e
; expect word event_error: 0x2
; expect word place: 0
; expect word count: 0
.include "lib/traps.s"
.include "lib/paging.s"
.include "lib/root.s"
_start:
    root
    tables
    vmset VMCS_EXCEPTION_BITMAP, 1 << VECTOR_PAGE_FAULT
    vmset VMCS_GUEST_CR0, CR0_PAGING
    vmset VMCS_GUEST_CR3, directory
    mov r0, 0x1234
    mov cr2, r0
    mov r4, WINDOW + 0xabc
    launch
guest:
site:
    store [r4], r4
exited:
    mov r7, cr2
caught:
    hlt
