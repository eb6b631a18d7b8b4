; pins: two address spaces switched between a hundred times keep their own memory
; expect stop: halt
; expect word 0x30000: 100
; expect word 0x31000: 200
; expect word 0x12000: 0x3006f
; expect word 0x13000: 0x3106f
; expect word count: 0
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke window, frame_a | ALL
    poke spare, frame_b | ALL
    poke directory2, identity | ALL
    poke directory2 + 0x400, spare | ALL
    paging
    mov r6, WINDOW
    mov r7, directory2
    mov r8, directory
    clr r5
site:
    mov cr3, r8
    load r1, [r6]
    add r1, 1
    store [r6], r1
    mov cr3, r7
    load r1, [r6]
    add r1, 2
    store [r6], r1
    inc r5
    cmp r5, 100
    jb site
caught:
    hlt
