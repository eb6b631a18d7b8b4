; pins: a table that hangs from two entries of one directory, one of them read-only, gives rights by the way taken
; expect stop: halt
; expect word err0: 3
; expect word count: 1
; expect word address: 0x40400000
; expect r3: 0x99
; expect word 0x12000: 0x3006f
; expect word 0x10404: 0x1202d
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke window, frame_a | ALL
    poke window_pde + 4, window | PTE_PRESENT | PTE_USER
    paging
    mov r6, WINDOW
    mov r7, WINDOW + 0x400000
    mov r1, 0x99
    store [r6], r1
    load r3, [r7]
site:
    store [r7], r6
    hlt
caught:
    skip
