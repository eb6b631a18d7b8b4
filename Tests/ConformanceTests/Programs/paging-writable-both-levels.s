; pins: a write needs W in both levels, in ring 0 as well
; expect stop: halt
; expect word err0: 3
; expect word err1: 3
; expect word count: 2
; expect word 0x30000: 0x66
; expect word 0x12000: 0x30063
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke window, frame_a | KERNEL
    poke window_pde, window | PTE_PRESENT
    paging
    mov r3, WINDOW
    mov r4, 0x66
    load r5, [r3]
site:
    store [r3], r4
    hlt
caught:
    cmp r7, 0
    jne all
    mov r7, 1
    poke window, frame_a | PTE_PRESENT
    poke window_pde, window | KERNEL
    mov r0, cr3
    mov cr3, r0
    iret
all:
    poke window, frame_a | KERNEL
    flush WINDOW
    iret
