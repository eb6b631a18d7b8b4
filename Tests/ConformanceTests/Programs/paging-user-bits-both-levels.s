; pins: ring 3 needs leave in both levels; a kernel directory entry over a user page keeps it out
; expect stop: halt
; expect word err0: 0xd
; expect word err1: 0xd
; expect word count: 2
; expect r3: 0x77
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke frame_a, 0x77
    poke window, frame_a | ALL
    poke window_pde, window | KERNEL
    paging
    mov r1, WINDOW
    user site
site:
    load r3, [r1]
    int 0x80
caught:
    cmp r7, 0
    jne all
    mov r7, 1
    poke window, frame_a | KERNEL
    poke window_pde, window | ALL
    mov r0, cr3
    mov cr3, r0
    mov r1, WINDOW
    iret
all:
    poke window, frame_a | ALL
    flush WINDOW
    mov r1, WINDOW
    iret
