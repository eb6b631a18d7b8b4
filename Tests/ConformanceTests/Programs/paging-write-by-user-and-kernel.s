; pins: user pages are written by both rings, and a page made the kernel's, with invlpg, is the user's no longer
; expect stop: halt
; expect word 0x30000: 3
; expect word error: 0xf
; expect word count: 1
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke window, frame_a | ALL
    paging
    gate 0x82, kernel, GATE_PRESENT | GATE_USER
    mov r6, WINDOW
    mov r5, 1
    user start
start:
    store [r6], r5
    int 0x82
site:
    store [r6], r5
    int 0x80
kernel:
    load r4, [r6]
    add r4, 2
    store [r6], r4
    poke window, frame_a | KERNEL
    flush WINDOW
    iret
caught:
    skip
