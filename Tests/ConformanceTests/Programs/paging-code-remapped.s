; pins: an address called again after its page has been remapped and flushed runs the new frame's code
; expect stop: halt
; expect r5: 0x1212
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
    paging
    clr r5
    clr r7
    mov r6, WINDOW
again:
    poke window, frame_a | ALL
    invlpg r6
    shl r5, 4
    call r6
    poke window, frame_b | ALL
    invlpg r6
    shl r5, 4
    call r6
    inc r7
    cmp r7, 2
    jb again
    hlt
site:
code:
    or r5, 1
    or r5, 2
    ret
caught:
    hlt
