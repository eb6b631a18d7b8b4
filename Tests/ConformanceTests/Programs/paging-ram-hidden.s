; pins: an identity entry pointed elsewhere hides the frame behind it, until it is pointed back
; expect stop: halt
; expect r3: 0xbb
; expect r4: 0xaa
; expect word 0x31004: 0x99
; expect word 0x30004: 0
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke frame_a, 0xaa
    poke frame_b, 0xbb
    paging
    poke identity + (frame_a >> 12) * 4, frame_b | ALL
    flush frame_a
    mov r6, frame_a
    mov r7, 0x99
    load r3, [r6]
    store [r6 + 4], r7
    poke identity + (frame_a >> 12) * 4, frame_a | ALL
    flush frame_a
site:
    load r4, [r6]
caught:
    hlt
