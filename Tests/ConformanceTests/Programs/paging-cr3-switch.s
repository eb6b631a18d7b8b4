; pins: loading cr3 changes what every address means, and nothing of the old directory is used any more
; expect stop: halt
; expect r3: 0xaa
; expect r4: 0xbb
; expect r5: 0xaa
; expect word 0x12000: 0x3002f
; expect word 0x13000: 0x3102f
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke frame_a, 0xaa
    poke frame_b, 0xbb
    poke window, frame_a | ALL
    poke spare, frame_b | ALL
    poke directory2, identity | ALL
    poke directory2 + 0x400, spare | ALL
    paging
    mov r6, WINDOW
    mov r7, directory2
    mov r8, directory
    load r3, [r6]
site:
    mov cr3, r7
    load r4, [r6]
    mov cr3, r8
    load r5, [r6]
caught:
    hlt
