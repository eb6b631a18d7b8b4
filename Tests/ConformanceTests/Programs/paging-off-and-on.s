; pins: turning paging off makes addresses physical at once, and turning it on again uses the tables as they are then
; expect stop: halt
; expect r3: 0xaa
; expect r4: -1
; expect r5: 0xbb
; expect word 0x12000: 0x3102f
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
    load r3, [r6]
    clr r1
    mov cr0, r1
    load r4, [r6]                       ; nobody is there
    poke window, frame_b | ALL
    mov r1, CR0_PAGING
site:
    mov cr0, r1
    load r5, [r6]
caught:
    hlt
