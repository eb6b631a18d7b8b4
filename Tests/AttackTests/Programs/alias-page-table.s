; attacks: page tables made writable through aliases and used as data by ring 3, in use, freed and used again
; expect stop: halt
; expect r3: 0x300000
; expect r10: 0
; expect word count: 64
.include "lib/traps.s"
.include "lib/paging.s"
ROUNDS = 64
_start:
    traps
    tables
    paging
    clr r10
    mov r11, ROUNDS
round:
    ; the spare frame is a table for 4 MiB at 0x50000000 and a page of the window at once
    poke window, spare | ALL
    poke directory + 0x500, spare | ALL
    mov r0, cr3
    mov cr3, r0
    user site
site:
    mov r6, WINDOW
    mov r7, 0x50000000
    ; ring 3 grants itself a page, uses it and takes it away again
    mov r8, frame_a | ALL
    store [r6], r8
    store [r7], r11
    load r9, [r7]
    xor r9, r9, r11
    or r10, r10, r9
    ; a page past RAM, and the directory
    mov r8, 0x1000000 | ALL
    store [r6 + 4], r8
    store [r7 + 0x1000], r8
    mov r8, directory | ALL
    store [r6 + 8], r8
    load r8, [r7 + 0x2500]
    and r8, r8, 0xf01f
    mov r9, (spare | ALL) & 0xffff
    xor r8, r8, r9
    or r10, r10, r8
    int 0x81
caught:
    ; data again: written all over, then empty
    poke directory + 0x500, 0
    mov r0, cr3
    mov cr3, r0
    mov r6, spare
    mov r7, spare + PAGE_SIZE
.fill:
    store [r6], r6
    clr r8
    store [r6], r8
    add r6, 4
    cmp r6, r7
    jb .fill
    dec r11
    cmp r11, 0
    jne round
    mov r3, 0x300000
    hlt
