; pins: both nested levels must allow an access; bits 3 and 4 of the qualification tell what they allow together
; expect engines: native
; expect stop: halt
; expect word exits: 4
; expect word qual0: 0x10a
; expect word qual1: 0x102
; expect word qual2: 0x102
; expect word reason3: 18
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    nested
    put nested_spare, 0x30000 | NESTED_ALL
    put nested_pde, nested_spare | NESTED_READABLE      ; the directory forbids writes
    mov r5, NESTED
    launch
guest:
site:
    store [r5], r5
    store [r5], r5
    store [r5], r5
    vmcall
exited:
    mov r4, exits
    load r4, [r4]
    cmp r4, 2
    jb on_1
    je on_2
    cmp r4, 4
    je caught
    past_fault
on_1:                                   ; the directory's entry is empty
    put nested_pde, nested_spare
    past_fault
on_2:                                   ; the table's entry is
    put nested_pde, nested_spare | NESTED_ALL
    put nested_spare, 0x30000
    past_fault
caught:
    hlt
