; pins: A and D cleared by the program, with invlpg, are set again by the next accesses
; expect stop: halt
; expect r3: 0x3000f
; expect r4: 0x3002f
; expect r5: 0x3006f
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke window, frame_a | ALL
    paging
    mov r6, WINDOW
    mov r7, window
    store [r6], r6
    poke window, frame_a | ALL
    flush WINDOW
    load r3, [r7]
    load r2, [r6]
    load r4, [r7]
site:
    store [r6], r6
    load r5, [r7]
caught:
    hlt
