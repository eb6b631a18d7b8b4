; pins: an entry that was absent when it faulted needs no flush once it is there
; expect stop: halt
; expect word count: 4
; expect word 0x30000: 4
; expect word 0x12000: 0x30063
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    paging
    mov r6, WINDOW
    clr r5
site:
    store [r6], r5
    inc r5
    poke window, 0
    flush WINDOW
    cmp r5, 4
    jb site
    poke window, frame_a | KERNEL
    store [r6], r5
    hlt
caught:
    poke window, frame_a | KERNEL
    iret
