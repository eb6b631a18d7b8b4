; pins: the first write to a page that has been read before sets D, at once
; expect stop: halt
; expect r3: 0x3002f
; expect r4: 0x3006f
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke window, frame_a | ALL
    paging
    mov r1, WINDOW
    mov r5, window
    load r2, [r1]
    load r2, [r1 + 4]
    load r3, [r5]
site:
    store [r1], r2
    load r4, [r5]
caught:
    hlt
