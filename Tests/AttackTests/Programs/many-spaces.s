; attacks: three thousand address spaces, each with a directory and used twice, so that the shadows' memory runs out
; expect stop: halt
; expect r3: 6000
; expect word count: 0
.include "lib/traps.s"
.include "lib/paging.s"
SPACES = 0x400000
COUNT = 3000
_start:
    traps
    tables
    poke window, frame_a | ALL
    ; all directories have the low part and the window
    mov r6, SPACES
    mov r7, SPACES + COUNT * PAGE_SIZE
    mov r8, PAGE_SIZE
    mov r1, identity | ALL
    mov r2, window | ALL
.make:
    store [r6], r1
    store [r6 + 0x400], r2
    add r6, r8
    cmp r6, r7
    jb .make
    paging
    mov r5, 2
    mov r10, WINDOW
.round:
    mov r6, SPACES
.use:
    mov cr3, r6
    load r3, [r10]
    inc r3
    store [r10], r3
    add r6, r8
    cmp r6, r7
    jb .use
    dec r5
    cmp r5, 0
    jne .round
    load r3, [r10]
site:
    hlt
caught:
    hlt
