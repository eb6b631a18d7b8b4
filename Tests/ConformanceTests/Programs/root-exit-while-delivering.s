; pins: a fault on the way to an exception's handler exits, if it is named, with that exception and its error code
; expect engines: native
; expect stop: halt
; expect word exits: 1
; expect word reason: 0
; expect word event: 0x8000030e
; expect word event_error: 2
; expect word qualification: 0x40000ffc
; expect word vectoring: 0x8000030d
; expect word vectoring_error: 9
; expect word place: 0
; expect word guest_sp: 0x40001000
; expect word count: 0
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
caught:
    hlt
