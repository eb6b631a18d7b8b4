; pins: a page of no memory reads as ones and loses writes, and its entry gets A and D like any other
; expect stop: halt
; expect r3: -1
; expect r4: 0xff
; expect r5: -1
; expect word 0x12000: 0x8000006f
; expect word count: 0
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke window, 0x80000000 | ALL
    paging
    mov r6, WINDOW
    user site
site:
    load r3, [r6]
    loadb r4, [r6 + 5]
    store [r6], r6
    load r5, [r6]
    int 0x80
caught:
    hlt
