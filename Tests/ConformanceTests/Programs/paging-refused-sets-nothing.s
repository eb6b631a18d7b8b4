; pins: an access that is refused sets neither A nor D, at either level
; expect stop: halt
; expect word 0x12000: 0x3000d
; expect word 0x12004: 0x31003
; expect word 0x10400: 0x1200f
; expect word count: 4
; expect word err0: 3
; expect word err1: 0xf
; expect word err2: 0xd
; expect word err3: 0xf
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke window, frame_a | PTE_PRESENT | PTE_USER
    poke second, frame_b | KERNEL
    paging
    mov r1, WINDOW
    mov r2, SECOND
site:
    store [r1], r3
    cmp r7, 1
    je user_part
    mov r7, 1
    user site
user_part:
    load r3, [r2]
    store [r2], r3
    int 0x80
caught:
    skip
