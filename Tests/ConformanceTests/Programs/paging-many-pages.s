; pins: more pages than any TLB holds, each read and then written, get A and D each
; expect stop: halt
; expect r5: 1024
; expect r6: 1024
; expect word 0x12000: 0x3006f
; expect word 0x12ffc: 0x3006f
; expect word count: 0
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    mov r1, window
    mov r2, frame_a | ALL
    mov r3, window + PAGE_SIZE
fill:
    store [r1], r2
    add r1, 4
    cmp r1, r3
    jb fill
    paging
    mov r7, WINDOW
    mov r8, WINDOW + 0x400000
    clr r5
site:
    load r1, [r7]
    inc r5
    store [r7], r5
    add r7, PAGE_SIZE
    cmp r7, r8
    jb site
    clr r6
    mov r1, window
count_them:
    load r2, [r1]
    and r2, PTE_ACCESSED | PTE_DIRTY
    cmp r2, PTE_ACCESSED | PTE_DIRTY
    jne no
    inc r6
no:
    add r1, 4
    cmp r1, r3
    jb count_them
caught:
    hlt
