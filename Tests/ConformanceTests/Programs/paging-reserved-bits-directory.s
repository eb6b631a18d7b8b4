; pins: bits 4, 7 and 8 are reserved in a directory entry, and the table below is not looked at
; expect stop: halt
; expect word err0: 0x2d
; expect word err1: 0x2f
; expect word err2: 0x2d
; expect word count: 3
; expect word 0x12000: 0x3000f
; expect word 0x10400: 0x1200f
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke window, frame_a | ALL
    poke window_pde, window | ALL | 0x10
    paging
    mov r3, WINDOW
    mov r4, 0x80                        ; the next bit
    user site
site:
    load r7, [r3]
    store [r3], r7
    load r7, [r3]
    int 0x80
caught:
    mov r0, window | ALL
    or r1, r0, 0
    or r1, r4
    cmp r4, 0x200
    jne .more
    mov r1, r0
.more:
    mov r2, window_pde
    store [r2], r1
    mov r0, cr3
    mov cr3, r0
    shl r4, 1
    skip
