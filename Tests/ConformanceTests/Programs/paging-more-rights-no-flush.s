; pins: a page fault drops the page's translation: a handler that grants more rights need not flush
; expect stop: halt
; expect word err0: 3
; expect word err1: 0xd
; expect word count: 2
; expect r4: 0x40000000
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke window, frame_a | PTE_PRESENT
    paging
    mov r6, WINDOW
    load r4, [r6]
site:
    store [r6], r6
    cmp r5, 0
    jne again
    mov r5, 1
    user start
start:
    load r4, [r6]
again:
    int 0x80
caught:
    cmp r5, 0
    jne grant
    poke window, frame_a | KERNEL
    iret
grant:
    poke window, frame_a | ALL
    iret
