; pins: a store over the entry that it goes through leaves what was stored: A and D are set before it
; expect stop: halt
; expect word 0x12004: 0x1200f
; expect word 0x12008: 0x3106f
; expect r3: 0x3100f
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke second, window | ALL
    paging
    mov r6, SECOND
    mov r1, window | ALL
    mov r2, frame_b | ALL
    store [r6 + 8], r2
    mov r7, window
    load r3, [r7 + 8]
    mov r2, SECOND + PAGE_SIZE
    store [r2], r1
    poke second, window | ALL
    invlpg r6
site:
    store [r6 + 4], r1
caught:
    hlt
