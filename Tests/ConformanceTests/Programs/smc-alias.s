; pins: code patched through another address of its frame is patched
; expect stop: halt
; expect r5: 0x19
; expect word 0x12000: 0x3002f
; expect word 0x12004: 0x3006f
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    mov r1, code
    mov r2, frame_a
    load r3, [r1]
    store [r2], r3
    load r3, [r1 + 4]
    store [r2 + 4], r3
    load r4, [r1 + 8]
    poke window, frame_a | ALL
    poke second, frame_a | ALL
    paging
    mov r6, WINDOW
    mov r7, SECOND
    call r6
    shl r5, 4
    store [r7], r4
site:
    call r6
caught:
    hlt
code:
    or r5, 1
    ret
    or r5, 9
