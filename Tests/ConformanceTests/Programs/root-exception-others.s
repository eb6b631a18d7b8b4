; pins: a fault that the bitmap does not name is delivered in the guest, without an exit
; expect engines: native
; expect stop: halt
; expect word exits: 1
; expect word reason: 18
; expect word count: 4
; expect word log0: 0x00000000
; expect word log1: 0x00060004
; expect word log2: 0x000d0008
; expect word err2: 9
; expect word log3: 0x000e000c
; expect word err3: 0x2
; expect word address: 0xb0000000
.include "lib/traps.s"
.include "lib/paging.s"
.include "lib/root.s"
_start:
    root
    tables
    vmset VMCS_EXCEPTION_BITMAP, ~(1 << VECTOR_DIVIDE | 1 << VECTOR_UNDEFINED | 3 << VECTOR_PROTECTION)
    vmset VMCS_GUEST_CR0, CR0_PAGING
    vmset VMCS_GUEST_CR3, directory
    mov r4, 0xb0000000
    clr r5
    launch
guest:
site:
    div r4, r4, r5
    ud
    mov cr8, sp
    store [r4], r4
    vmcall
exited:
    hlt
caught:
    skip
