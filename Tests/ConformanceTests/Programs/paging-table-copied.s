; pins: a directory copied while in use, bits and all, serves as well, and its bits are its own from then on
; expect stop: halt
; expect word 0x10400: 0x1200f
; expect word 0x14400: 0x1202f
; expect r3: 0xaa
; expect word count: 0
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke frame_a, 0xaa
    poke window, frame_a | ALL
    paging
    mov r1, directory
    mov r2, directory2
    mov r4, directory + PAGE_SIZE
copy:
    load r3, [r1]
    store [r2], r3
    add r1, 4
    add r2, 4
    cmp r1, r4
    jb copy
    mov r2, directory2
    mov cr3, r2
    mov r6, WINDOW
site:
    load r3, [r6]
caught:
    hlt
