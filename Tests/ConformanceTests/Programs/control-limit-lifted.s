; pins: a limit lowered and raised again counts at once, for loads, stores and jumps of ring 3
; expect stop: halt
; expect word err0: 7
; expect word err1: 7
; expect word count: 2
; expect word vector: 13
; expect r5: 7
.include "lib/traps.s"
_start:
    traps
    gate 0x82, lift, GATE_PRESENT | GATE_USER
    mov r1, code
    mov r8, 0x30000
    load r2, [r1]
    store [r8], r2
    load r2, [r1 + 4]
    store [r8 + 4], r2
    mov limit, r8
    user site
site:
    load r3, [r8]
    jmp r8
lift:
    mov r9, 0x31000
    mov limit, r9
    iret
after:
    int 0x82
    jmp r8
code:
    mov r5, 7
    int 0x80
caught:
    load r1, [sp]
    cmp r1, r8
    je lifted
    skip
lifted:
    mov r1, after
    store [sp], r1
    iret
