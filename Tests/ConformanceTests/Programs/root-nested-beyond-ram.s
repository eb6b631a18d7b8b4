; pins: where nested tables lead to nothing, reads give all ones and writes are lost, for tables as well
; expect engines: native
; expect stop: halt
; expect r4: 0xffffffff
; expect word exits: 2
; expect word reason0: 18
; expect word reason1: 49
; expect word physical: 0x30000000
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    nested
    put nested_window, 0x80000000 | NESTED_ALL
    put nested_directory + (0x30000000 >> 22) * 4, 0x80000000 | NESTED_ALL
    mov r5, NESTED
    mov r6, 0x30000000
    clr r4
    launch
guest:
site:
    store [r5], r4
    load r4, [r5]
    vmcall
    load r7, [r6]                       ; an entry of all ones
exited:
    mov r0, exits
    load r0, [r0]
    cmp r0, 2
    je caught
    past
caught:
    hlt
