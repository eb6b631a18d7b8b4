; pins: translations of one tag are not another's, nor root mode's; a guest's cr3 load drops its own only
; expect engines: native
; expect stop: halt
; expect r6: 0xaa
; expect r7: 0xbb
; expect r8: 0xaa
; expect r9: 0xbb
; expect word exits: 4
.include "lib/traps.s"
.include "lib/paging.s"
.include "lib/root.s"
_start:
    root
    tables
    poke frame_a, 0xaa
    poke frame_b, 0xbb
    poke window, frame_a | ALL
    vmset VMCS_CONTROLS, CONTROL_VPID
    vmset VMCS_GUEST_CR0, CR0_PAGING
    vmset VMCS_GUEST_CR3, directory
    vmset VMCS_VPID, 1
    mov r5, WINDOW
    launch
guest:
site:
    load r6, [r5]                       ; 1: frame a
    vmcall
    load r7, [r5]                       ; 2: frame b, which it has never seen elsewhere
    mov r0, cr3
    mov cr3, r0
    vmcall
    load r8, [r5]                       ; 1: frame a still
    vmcall
    load r9, [r5]                       ; 2: frame b
    vmcall
exited:
    mov r3, exits
    load r3, [r3]
    cmp r3, 4
    je caught
    poke window, frame_b | ALL
    and r3, 1
    inc r3
    mov r0, VMCS_VPID
    vmwrite r0, r3
    past
caught:
    hlt
