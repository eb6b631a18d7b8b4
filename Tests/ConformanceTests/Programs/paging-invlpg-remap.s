; pins: after an entry is pointed elsewhere and its page flushed, reads, writes and D go to the new frame
; expect stop: halt
; expect r3: 0xaa
; expect r4: 0xbb
; expect word 0x30004: 0xcc
; expect word 0x31004: 0xcc
; expect word 0x12000: 0x3106f
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke frame_a, 0xaa
    poke frame_b, 0xbb
    poke window, frame_a | ALL
    paging
    mov r6, WINDOW
    mov r7, 0xcc
    load r3, [r6]
    store [r6 + 4], r7
    poke window, frame_b | ALL
    flush WINDOW + 0xabc
site:
    load r4, [r6]
    store [r6 + 4], r7
caught:
    hlt
