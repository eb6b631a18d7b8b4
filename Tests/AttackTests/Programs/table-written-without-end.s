; attacks: ring 3 writes the table that maps its own pages, hundreds of times between two uses, in bytes, halves and words
; expect stop: halt
; expect r3: 0x32
; expect r9: 0
; expect word count: 80
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke frame_a, 0x31
    poke frame_b, 0x32
    poke window, window | ALL
    paging
    user site
site:
    mov r6, WINDOW
    mov r7, WINDOW + 2 * PAGE_SIZE
    clr r9
    mov r5, 40
.round:
    mov r1, frame_a | ALL
    store [r6 + 8], r1
    int 0x81
    load r3, [r7]
    xor r3, r3, 0x31
    or r9, r9, r3
    mov r2, 50
.write:
    ; one byte of the frame's number at a time, past RAM and back
    mov r1, 0x31
    storeb [r6 + 11], r1
    mov r1, 0x100
    storeh [r6 + 10], r1
    mov r1, 3
    storeh [r6 + 10], r1
    mov r1, 0x20
    storeb [r6 + 9], r1
    dec r2
    cmp r2, 0
    jne .write
    mov r1, frame_b | ALL
    store [r6 + 8], r1
    int 0x81
    load r3, [r7]
    dec r5
    cmp r5, 0
    jne .round
    int 0x80
caught:
    mov r0, cr3
    mov cr3, r0
    iret
