; pins: a write to a page that is only readable exits with bits 1, 3 and 8; the read before it did not
; expect engines: native
; expect stop: halt
; expect r4: 0xaa
; expect word 0x30004: 0xbb
; expect word exits: 2
; expect word reason0: 48
; expect word qual0: 0x10a
; expect word place0: 4
; expect word reason1: 18
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    nested
    put 0x30004, 0xaa
    put nested_identity + 0x30 * 4, 0x30000 | NESTED_READABLE
    mov r5, 0x30004
    mov r6, 0xbb
    launch
guest:
site:
    load r4, [r5]
    store [r5], r6
    vmcall
exited:
    mov r0, exits
    load r0, [r0]
    cmp r0, 2
    je caught
    put nested_identity + 0x30 * 4, 0x30000 | NESTED_ALL
    resume
caught:
    hlt
