; pins: rings 1 and 2 in an entry, at either level, are reserved
; expect stop: halt
; expect word err0: 0x21
; expect word err1: 0x21
; expect word err2: 0x21
; expect word err3: 0x21
; expect word count: 4
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke window, frame_a | KERNEL | 1 << PTE_RING_SHIFT
    poke second, frame_b | KERNEL | 2 << PTE_RING_SHIFT
    paging
    mov r3, WINDOW
    mov r4, SECOND
site:
    load r7, [r3]
    load r7, [r4]
    poke window, frame_a | ALL
    poke window_pde, window | KERNEL | 1 << PTE_RING_SHIFT
    mov r0, cr3
    mov cr3, r0
    load r7, [r3]
    poke window_pde, window | KERNEL | 2 << PTE_RING_SHIFT
    mov r0, cr3
    mov cr3, r0
    load r7, [r3]
    hlt
caught:
    skip
