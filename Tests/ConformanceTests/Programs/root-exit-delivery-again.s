; pins: what was being delivered, injected by the next entry once the cause is mended, arrives as if nothing had been
; expect engines: native
; expect stop: halt
; expect word exits: 2
; expect word reason0: 0
; expect word reason1: 18
; expect word count: 1
; expect word log0: 0x000d0000
; expect word err0: 9
; expect word frame: 0x40000ff0
; expect word old_sp: 0x40001000
.include "lib/traps.s"
.include "lib/paging.s"
.include "lib/root.s"
_start:
    root
    tables
    vmset VMCS_GUEST_CR0, CR0_PAGING
    vmset VMCS_GUEST_CR3, directory
    vmset VMCS_GUEST_SP, WINDOW + PAGE_SIZE
    vmset VMCS_EXCEPTION_BITMAP, 1 << VECTOR_PAGE_FAULT
    launch
guest:
site:
    mov cr8, sp
exited:
    mov r0, exits
    load r0, [r0]
    cmp r0, 2
    je over
    poke window, frame_a | ALL
    vmget r2, VMCS_VECTORING_EVENT
    vmset VMCS_ENTRY_EVENT, r2
    vmget r2, VMCS_VECTORING_ERROR
    vmset VMCS_ENTRY_ERROR, r2
    resume
caught:
    vmcall
over:
    hlt
