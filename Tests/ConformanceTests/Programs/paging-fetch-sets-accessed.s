; pins: a fetch sets A in both levels and not D
; expect stop: halt
; expect word 0x12000: 0x3002f
; expect word 0x10400: 0x1202f
; expect r3: 5
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    mov r1, code
    mov r2, frame_a
    load r0, [r1]
    store [r2], r0
    load r0, [r1 + 4]
    store [r2 + 4], r0
    poke window, frame_a | ALL
    paging
    mov r4, WINDOW
    call r4
    hlt
site:
code:
    mov r3, 5
    ret
caught:
    hlt
