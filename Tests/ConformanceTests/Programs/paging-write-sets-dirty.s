; pins: a write sets A in both levels and D in the last one only
; expect stop: halt
; expect word 0x12000: 0x3006f
; expect word 0x10400: 0x1202f
; expect word 0x30ffc: 0x55
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke window, frame_a | ALL
    paging
    mov r1, WINDOW
    mov r2, 0x55
site:
    store [r1 + 0xffc], r2
caught:
    hlt
