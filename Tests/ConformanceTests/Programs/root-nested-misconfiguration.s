; pins: a nested entry that is writable only, or readable with reserved bits, is a misconfiguration; the qualification is 0
; expect engines: native
; expect stop: halt
; expect word exits: 5
; expect word reason0: 49
; expect word qual0: 0
; expect word place0: 0
; expect word reason1: 49
; expect word reason2: 49
; expect word reason3: 49
; expect word physical: 0x30abc
; expect word reason4: 48
; expect word qual4: 0x101
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    nested
    put nested_identity + 0x30 * 4, 0x30000 | NESTED_WRITABLE
    mov r5, 0x30abc
    launch
guest:
site:
    load r6, [r5]
exited:
    mov r3, exits
    load r3, [r3]
    cmp r3, 5
    je caught
    mov r2, cases - 4
    shl r3, 2
    add r2, r3
    load r2, [r2]
    put nested_identity + 0x30 * 4, r2
    resume
caught:
    hlt
cases:
    .word 0x30000 | NESTED_ALL | 1 << 2
    .word 0x30000 | NESTED_READABLE | 1 << 5
    .word 0x30000 | NESTED_ALL | 1 << 8
    .word 0x30000 | 1 << 8              ; not readable: reserved bits do not matter
