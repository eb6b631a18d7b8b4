; pins: what the guest's own tables refuse is the guest's page fault, wherever the frame would be
; expect engines: native
; expect stop: halt
; expect word exits: 1
; expect word reason: 18
; expect word count: 2
; expect word log0: 0x000e0000
; expect word err0: 0
; expect word log1: 0x000e0004
; expect word err1: 3
.include "lib/traps.s"
.include "lib/paging.s"
.include "lib/root.s"
_start:
    root
    tables
    nested
    put nested_identity + 0x30 * 4, 0
    poke window + 4, frame_a | PTE_PRESENT
    vmset VMCS_GUEST_CR0, CR0_PAGING
    vmset VMCS_GUEST_CR3, directory
    mov r5, WINDOW
    mov r6, SECOND
    launch
guest:
site:
    load r4, [r5]                       ; not present
    store [r6], r4                      ; not writable, and not there
    vmcall
caught:
    skip
exited:
    hlt
