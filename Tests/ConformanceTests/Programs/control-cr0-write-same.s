; pins: writing cr0 with the value that it has, and reading it, changes nothing while paging is on
; expect stop: halt
; expect r1: 1
; expect r3: 0xaa
; expect word 0x12000: 0x3002f
; expect word count: 0
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke frame_a, 0xaa
    poke window, frame_a | ALL
    paging
    mov r1, cr0
    mov cr0, r1
    mov r6, WINDOW
site:
    load r3, [r6]
caught:
    hlt
