; pins: rights taken away in nested tables hold once invept has been executed; rights added after a violation hold at once
; expect engines: native
; expect stop: halt
; expect word exits: 4
; expect word reason0: 18
; expect word place0: 4
; expect word reason1: 18
; expect word place1: 12
; expect word reason2: 48
; expect word place2: 16
; expect word reason3: 18
; expect word place3: 20
.include "lib/traps.s"
.include "lib/paging.s"
.include "lib/root.s"
_start:
    root
    nested CONTROL_VPID
    vmset VMCS_VPID, 7
    put nested_window, frame_a | NESTED_ALL
    mov r5, NESTED
    mov r6, nested_directory
    launch
guest:
site:
    store [r5], r6
    vmcall
    store [r5], r6                      ; by the old translation
    vmcall
    store [r5], r6
    vmcall
exited:
    mov r3, exits
    load r3, [r3]
    cmp r3, 2
    je on_2
    cmp r3, 3
    je on_3
    ja caught
    put nested_window, frame_a | NESTED_READABLE
    past
on_2:
    invept r6
    past
on_3:
    put nested_window, frame_a | NESTED_ALL
    resume
caught:
    hlt
