; pins: a kernel page used by ring 0 stays shut for ring 3, before and after, without a flush
; expect stop: halt
; expect word err0: 0xd
; expect word err1: 0xd
; expect word count: 2
; expect r3: 0xaa
; expect word 0x12000: 0x30023
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke frame_a, 0xaa
    poke window, frame_a | KERNEL
    paging
    gate 0x82, kernel, GATE_PRESENT | GATE_USER
    mov r6, WINDOW
    user site
site:
    load r4, [r6]
    int 0x82
    load r4, [r6]
    int 0x80
kernel:
    load r3, [r6]
    iret
caught:
    skip
