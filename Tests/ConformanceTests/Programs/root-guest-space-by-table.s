; pins: translations by one nested directory are not those by another, even with the same tag
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
    nested CONTROL_VPID
    vmset VMCS_VPID, 7
    poke frame_a, 0xaa
    poke frame_b, 0xbb
    put nested_window, frame_a | NESTED_ALL
    ; Another directory, at frame c: the same but for NESTED.
    put frame_c, nested_identity | NESTED_ALL
    put frame_c + (NESTED >> 22) * 4, nested_spare | NESTED_ALL
    put nested_spare, frame_b | NESTED_ALL
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
exited:
    mov r3, exits
    load r3, [r3]
    cmp r3, 2
    je on_2
    ja caught
    vmset VMCS_NESTED_TABLE, frame_c
    past
on_2:
    vmset VMCS_NESTED_TABLE, nested_directory
    past
caught:
    hlt
