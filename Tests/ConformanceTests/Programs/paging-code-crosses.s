; pins: code runs on from a page to the next address's frame, wherever that lies
; expect stop: halt
; expect r5: 0x123
; expect word 0x12000: 0x3302f
; expect word 0x12004: 0x3002f
; expect word count: 0
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    mov r1, code
    load r2, [r1]
    mov r3, frame_d
    store [r3 + 0xffc], r2
    load r2, [r1 + 4]
    mov r3, frame_a
    store [r3], r2
    load r2, [r1 + 8]
    store [r3 + 4], r2
    poke window, frame_d | ALL
    poke second, frame_a | ALL
    paging
    mov r6, WINDOW + 0xffc
    jmp r6
site:
code:
    mov r5, 0x100
    or r5, 0x23
    hlt
caught:
    hlt
