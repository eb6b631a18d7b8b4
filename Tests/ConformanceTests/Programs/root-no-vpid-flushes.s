; pins: without CONTROL_VPID exits and entries flush the TLB: a changed entry of the guest's tables counts at once
; expect engines: native
; expect stop: halt
; expect r6: 0xaa
; expect r7: 0xbb
; expect word exits: 2
.include "lib/traps.s"
.include "lib/paging.s"
.include "lib/root.s"
_start:
    root
    tables
    poke frame_a, 0xaa
    poke frame_b, 0xbb
    poke window, frame_a | ALL
    vmset VMCS_VPID, 7
    vmset VMCS_GUEST_CR0, CR0_PAGING
    vmset VMCS_GUEST_CR3, directory
    mov r5, WINDOW
    launch
guest:
site:
    load r6, [r5]
    vmcall
    load r7, [r5]
    vmcall
exited:
    mov r3, exits
    load r3, [r3]
    cmp r3, 2
    je caught
    poke window, frame_b | ALL
    past
caught:
    hlt
