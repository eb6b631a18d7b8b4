; pins: the same address runs different code in two address spaces, over and over
; expect stop: halt
; expect r5: 0x121212
; expect word count: 0
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    mov r1, code
    load r2, [r1]
    load r3, [r1 + 4]
    load r4, [r1 + 8]
    mov r1, frame_a
    store [r1], r2
    store [r1 + 4], r4
    mov r1, frame_b
    store [r1], r3
    store [r1 + 4], r4
    poke window, frame_a | ALL
    poke spare, frame_b | ALL
    poke directory2, identity | ALL
    poke directory2 + 0x400, spare | ALL
    paging
    clr r5
    clr r7
    mov r6, WINDOW
    mov r8, directory
    mov r9, directory2
again:
    mov cr3, r8
    shl r5, 4
    call r6
    mov cr3, r9
    shl r5, 4
    call r6
    inc r7
    cmp r7, 3
    jb again
    hlt
site:
code:
    or r5, 1
    or r5, 2
    ret
caught:
    hlt
