; pins: with CONTROL_VPID a guest's translation outlives exits and entries, until invvpid of its tag, not of another
; expect engines: native
; expect stop: halt
; expect r6: 0xaa
; expect r7: 0xaa
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
    load r8, [r5]
    vmcall
    load r9, [r5]
    vmcall
exited:
    mov r3, exits
    load r3, [r3]
    cmp r3, 4
    je caught
    poke window, frame_b | ALL
    mov r4, 8
    cmp r3, 3
    jne .other
    mov r4, 7
.other:
    cmp r3, 1
    je .not_yet
    invvpid r4
.not_yet:
    past
caught:
    hlt
