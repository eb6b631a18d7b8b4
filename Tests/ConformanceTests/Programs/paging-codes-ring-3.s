; pins: the error codes of ring 3: absent, kernel's and read-only, read, write and fetch
; expect stop: halt
; expect word err0: 0xc
; expect word err1: 0xe
; expect word err2: 0xd
; expect word err3: 0xf
; expect word err4: 0xf
; expect word count: 5
; expect word flags: 0x3000
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke window, frame_a | KERNEL
    poke second, frame_b | PTE_PRESENT | PTE_USER
    paging
    mov r1, WINDOW
    mov r2, SECOND
    mov r4, SECOND + 0x1000
    user site
site:
    load r3, [r4]
    store [r4], r3
    load r3, [r1]
    store [r1], r3
    store [r2], r3
    int 0x80
caught:
    skip
