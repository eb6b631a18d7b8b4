; pins: a frame mapped writable and read-only is written through one address only
; expect stop: halt
; expect word count: 1
; expect word error: 3
; expect word address: 0x40001000
; expect r3: 0x40000000
; expect word 0x12004: 0x3002d
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke window, frame_a | ALL
    poke second, frame_a | PTE_PRESENT | PTE_USER
    paging
    mov r6, WINDOW
    mov r7, SECOND
    load r3, [r7]
    store [r6], r6
site:
    store [r7], r7
    load r3, [r7]
    hlt
caught:
    skip
