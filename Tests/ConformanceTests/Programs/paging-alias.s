; pins: two addresses of one frame see each other's writes at once, each with its own A and D
; expect stop: halt
; expect r3: 0x11
; expect r4: 0x22
; expect word 0x12000: 0x3006f
; expect word 0x12004: 0x3002f
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke window, frame_a | ALL
    poke second, frame_a | ALL
    paging
    mov r6, WINDOW
    mov r7, SECOND
    mov r1, 0x11
    store [r6 + 8], r1
    load r3, [r7 + 8]
    mov r1, 0x22
site:
    store [r6 + 8], r1
    load r4, [r7 + 8]
caught:
    hlt
