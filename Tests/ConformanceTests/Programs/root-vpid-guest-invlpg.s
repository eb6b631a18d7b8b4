; pins: the guest's own invlpg and cr3 load drop what its tag has
; expect engines: native
; expect stop: halt
; expect r6: 0xaa
; expect r7: 0xbb
; expect r8: 0xaa
; expect word exits: 3
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
    vmset VMCS_VPID, 0xffff
    mov r5, WINDOW
    launch
guest:
site:
    load r6, [r5]
    vmcall
    invlpg r5
    load r7, [r5]
    vmcall
    mov r0, cr3
    mov cr3, r0
    load r8, [r5]
    vmcall
exited:
    mov r3, exits
    load r3, [r3]
    cmp r3, 2
    je back
    ja caught
    poke window, frame_b | ALL
    past
back:
    poke window, frame_a | ALL
    past
caught:
    hlt
