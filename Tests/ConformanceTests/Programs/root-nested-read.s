; pins: a read that the nested tables do not have exits: guest-physical and linear address, bits 0 and 8, pc at it
; expect engines: native
; expect stop: halt
; expect r4: 0xaa
; expect word exits: 2
; expect word reason0: 48
; expect word qual0: 0x101
; expect word linear: 0x30004
; expect word physical: 0x30004
; expect word place0: 0
; expect word reason1: 18
; expect word length: 4
; expect word count: 0
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    nested
    put 0x30004, 0xaa
    put nested_identity + 0x30 * 4, 0
    mov r5, 0x30004
    launch
guest:
site:
    load r4, [r5]
    vmcall
exited:
    mov r0, exits
    load r0, [r0]
    cmp r0, 2
    je caught
    put nested_identity + 0x30 * 4, 0x30000 | NESTED_READABLE
    resume
caught:
    hlt
