; pins: a table under two directories serves both: an edit counts in either, and D set through one is seen by all
; expect stop: halt
; expect r3: 0x3006f
; expect r4: 0x14
; expect r5: 0xbb
; expect word 0x10400: 0x1202f
; expect word 0x14400: 0x1202f
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke frame_b, 0xbb
    poke window, frame_a | ALL
    poke directory2, identity | ALL
    poke directory2 + 0x400, window | ALL
    paging
    mov r6, WINDOW
    mov r7, directory2
    mov r8, directory
    mov r9, window
    mov r1, 0x14
    store [r6], r1
    mov cr3, r7
    load r3, [r9]
    load r4, [r6]
    poke window, frame_b | ALL
    flush WINDOW
site:
    mov cr3, r8
    load r5, [r6]
caught:
    hlt
