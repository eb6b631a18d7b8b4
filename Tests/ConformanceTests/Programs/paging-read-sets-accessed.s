; pins: a read sets A in both levels and D in neither
; expect stop: halt
; expect word 0x12000: 0x3002f
; expect word 0x10400: 0x1202f
; expect word 0x12004: 0x3100f
; expect r2: 0x55
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke frame_a, 0x55
    poke window, frame_a | ALL
    poke second, frame_b | ALL
    paging
    mov r1, WINDOW
site:
    load r2, [r1]
caught:
    hlt
