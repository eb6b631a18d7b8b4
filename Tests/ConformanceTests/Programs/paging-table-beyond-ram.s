; pins: a directory entry or a table entry read where no RAM is reads as ones, which has reserved bits
; expect stop: halt
; expect word err0: 0x21
; expect word err1: 0x23
; expect word count: 2
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke window_pde, 0x01000000 | ALL
    paging
    mov r3, WINDOW
site:
    load r4, [r3]
    store [r3], r4
    hlt
caught:
    skip
