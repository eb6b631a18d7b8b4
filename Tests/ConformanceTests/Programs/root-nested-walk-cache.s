; pins: nested translations outlive exits and entries without CONTROL_VPID, too, until invept
; expect engines: native
; expect stop: halt
; expect r6: 0xaa
; expect r7: 0xaa
; expect r8: 0xbb
; expect word exits: 3
.include "lib/traps.s"
.include "lib/paging.s"
.include "lib/root.s"
_start:
    root
    nested
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
exited:
    put nested_window, frame_b | NESTED_ALL
    mov r3, exits
    load r3, [r3]
    cmp r3, 2
    jb on_1
    ja caught
    mov r4, nested_directory
    invept r4
on_1:
    past
caught:
    hlt
