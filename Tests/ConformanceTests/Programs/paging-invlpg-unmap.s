; pins: after an entry is cleared and its page flushed, reads and writes fault, and the neighbour still works
; expect stop: halt
; expect word err0: 2
; expect word err1: 0
; expect word count: 2
; expect r3: 0xbb
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke frame_b, 0xbb
    poke window, frame_a | ALL
    poke second, frame_b | ALL
    paging
    mov r6, WINDOW
    mov r7, SECOND
    store [r6], r6
    load r3, [r7]
    poke window, 0
    flush WINDOW
    clr r3
site:
    store [r6], r6
    load r4, [r6]
    load r3, [r7]
    hlt
caught:
    skip
