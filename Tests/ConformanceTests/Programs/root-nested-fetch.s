; pins: a fetch from a page that is not there exits with bits 2 and 8, and pc there
; expect engines: native
; expect stop: halt
; expect word exits: 2
; expect word reason0: 48
; expect word qual0: 0x104
; expect word guest_pc: 0x30010
; expect word linear: 0x30010
; expect word physical: 0x30010
; expect word reason1: 18
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    nested
    put 0x30010, 0x98000000             ; vmcall
    put nested_identity + 0x30 * 4, 0
    mov r5, 0x30010
    launch
guest:
site:
    jmp r5
exited:
    mov r0, exits
    load r0, [r0]
    cmp r0, 2
    je caught
    put nested_identity + 0x30 * 4, 0x30000 | NESTED_READABLE
    resume
caught:
    hlt
