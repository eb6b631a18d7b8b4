; pins: D comes back each time it is cleared and the page flushed, however often
; expect stop: halt
; expect r5: 20
; expect r8: 0
; expect word 0x30000: 19
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke window, frame_a | ALL
    paging
    mov r6, WINDOW
    mov r7, window
    clr r5
    clr r8
    mov r4, frame_a | ALL | PTE_ACCESSED
site:
    store [r6], r5
    load r2, [r7]
    store [r7], r4
    invlpg r6
    load r3, [r7]
    sub r2, r2, r3
    xor r2, PTE_DIRTY
    or r8, r2
    inc r5
    cmp r5, 20
    jb site
caught:
    hlt
