; attacks: a word of code rewritten to a monitor form, a hypercall and a root-mode word and back, as it runs, by both rings and through an alias
; expect stop: halt
; expect r4: 400
; expect r9: 800
.include "lib/traps.s"
.include "lib/paging.s"
place = 0x40000
_start:
    traps
    tables
    poke window, place | ALL
    poke place + 4, 0x4c000000
    paging
    mov r11, 100
    call rounds
    user site
site:
    mov r11, 100
    call rounds
    int 0x80
rounds:
    mov r6, WINDOW
    mov r7, place
.round:
    mov r0, 0x80120004
    store [r6], r0
    call r7
    mov r0, 0x38440001
    store [r6], r0
    call r7
    mov r0, 0x65000001
    store [r7], r0
    call r6
    mov r0, 0x38440001
    store [r7], r0
    call r6
    mov r0, 0x96000000
    store [r7], r0
    call r7
    mov r0, 0x84010000
    store [r6], r0
    call r6
    dec r11
    cmp r11, 0
    jne .round
    ret
caught:
    inc r9
    skip
