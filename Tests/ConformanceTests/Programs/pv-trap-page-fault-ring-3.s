; pins: ring 3 cannot touch the kernel's pages, and its page faults say ring 3: absent, protected, written, fetched
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word err0: 0xc
; expect word err1: 0xd
; expect word err2: 0xf
; expect word err3: 0x1d
; expect word count: 4
; expect word address: 0x30000
.include "lib/pv.s"
_start:
    traps
    user start
caught:
    load r1, [sp + FRAME_PC]
    mov r2, frame_a
    cmp r1, r2
    jne skip
    finish
.align 4096
start:
    mov r4, WINDOW
    mov r5, frame_a
site:
    load r1, [r4]
    load r1, [r5]
    store [r5], r1
    jmp r5
