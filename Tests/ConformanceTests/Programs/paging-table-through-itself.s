; pins: a table mapped by one of its own entries can be edited through that mapping, which gets A and D
; expect stop: halt
; expect r3: 0xaa
; expect r4: 0xbb
; expect word 0x12000: 0x3102f
; expect word 0x12004: 0x1206f
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke frame_a, 0xaa
    poke frame_b, 0xbb
    poke window, frame_a | ALL
    poke second, window | ALL
    paging
    mov r6, WINDOW
    mov r7, SECOND
    load r3, [r6]
    mov r1, frame_b | ALL
    store [r7], r1
    invlpg r6
site:
    load r4, [r6]
caught:
    hlt
