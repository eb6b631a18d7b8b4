; pins: a nested translation outlives exits, and invvpid; invept of its tables drops it, of others does not
; expect engines: native
; expect stop: halt
; expect r6: 0xaa
; expect r7: 0xaa
; expect r8: 0xaa
; expect r9: 0xaa
; expect r10: 0xbb
; expect word exits: 5
.include "lib/traps.s"
.include "lib/paging.s"
.include "lib/root.s"
_start:
    root
    nested CONTROL_VPID
    vmset VMCS_VPID, 7
    poke frame_a, 0xaa
    poke frame_b, 0xbb
    put nested_window, frame_a | NESTED_ALL
    mov r5, NESTED
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
    load r10, [r5]
    vmcall
exited:
    put nested_window, frame_b | NESTED_ALL
    mov r3, exits
    load r3, [r3]
    mov r4, 7
    cmp r3, 2
    je on_2
    mov r4, nested_identity
    cmp r3, 3
    je on_3
    mov r4, nested_directory
    cmp r3, 4
    je on_3
    ja caught
    past
on_2:
    invvpid r4
    past
on_3:
    invept r4
    past
caught:
    hlt
