; attacks: words that are code and entries at once: the page table in use is executed, and patched as it runs
; expect stop: halt
; expect r3: 30
; expect r4: 30
; expect word count: 0
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke window, window | ALL
    ; add r3, r3, 1; ret in the middle of the table, by its physical and by its virtual address
    poke window + 0x800, 0x38330001
    poke window + 0x804, 0x4c000000
    paging
    mov r6, WINDOW + 0x800
    mov r7, window + 0x800
    mov r5, 10
.round:
    call r6
    mov r1, 0x38440001
    store [r6], r1
    call r6
    call r7
    mov r1, 0x38330001
    store [r7], r1
    call r7
    call r6
    mov r1, 0x38440001
    store [r7], r1
    call r6
    mov r1, 0x38330001
    store [r6], r1
    dec r5
    cmp r5, 0
    jne .round
site:
    hlt
caught:
    hlt
