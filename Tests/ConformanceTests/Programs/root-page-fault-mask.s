; pins: page faults exit where bitmap and the match of the masked error code agree: named and equal, or neither
; expect engines: native
; expect stop: halt
; expect word exits: 5
; expect word place0: 4
; expect word place1: 0
; expect word place2: 0
; expect word place3: 4
; expect word reason4: 18
; expect word place4: 8
; expect word count: 3
; expect word log0: 0x000e0000
; expect word log1: 0x000e0000
; expect word log2: 0x000e0004
.include "lib/traps.s"
.include "lib/paging.s"
.include "lib/root.s"
_start:
    root
    tables
    vmset VMCS_GUEST_CR0, CR0_PAGING
    vmset VMCS_GUEST_CR3, directory
    mov r4, WINDOW
    ; Named, and equal: a write exits, a read does not.
    vmset VMCS_EXCEPTION_BITMAP, 1 << VECTOR_PAGE_FAULT
    vmset VMCS_PAGE_FAULT_MASK, PAGEFAULT_WRITE
    vmset VMCS_PAGE_FAULT_MATCH, PAGEFAULT_WRITE
    launch
guest:
site:
    load r5, [r4]
    store [r4], r4
    vmcall
exited:
    mov r3, exits
    load r3, [r3]
    cmp r3, 2
    jb on_1
    je on_2
    cmp r3, 4
    jb on_3
    je on_4
    hlt
on_1:                                  ; not named, and not equal: the read exits
    vmset VMCS_EXCEPTION_BITMAP, 0
    vmset VMCS_GUEST_PC, guest
    resume
on_2:                                 ; nothing can be equal, and is not named: all exit
    vmset VMCS_PAGE_FAULT_MASK, 0
    resume
on_3:                                  ; the same read exited; the write will, too
    past_fault
on_4:                                 ; named, and never equal: none exits
    vmset VMCS_EXCEPTION_BITMAP, 1 << VECTOR_PAGE_FAULT
    vmset VMCS_GUEST_PC, guest
    resume
caught:
    skip
