; pins: a copy that runs through missing pages takes one fault a page and loses nothing
; expect stop: halt
; expect word count: 3
; expect r6: 0x3000
; expect r7: 1536
; expect word 0x30ffc: 1023
; expect word 0x31000: 1024
; expect word 0x317fc: 1535
; expect word err0: 2
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    paging
    clr r7
    mov r6, 0x3000
    mov r3, WINDOW
    mov r8, frame_a | KERNEL
    mov r9, window
site:
    store [r3], r7
    add r3, 4
    inc r7
    cmp r7, 1536
    jb site
    mov r3, SECOND + 0x1000
    load r10, [r3]
    hlt
caught:
    store [r9], r8
    add r8, PAGE_SIZE
    add r9, 4
    iret
