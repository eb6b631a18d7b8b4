; pins: bit 6 of a directory entry is neither reserved nor changed by a write, and software's bits are kept in both levels
; expect stop: halt
; expect word 0x10400: 0x12e6f
; expect word 0x12000: 0x30e6f
; expect word count: 0
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke window, frame_a | ALL | 0xe00
    poke window_pde, window | ALL | PTE_DIRTY | 0xe00
    paging
    mov r6, WINDOW
site:
    store [r6], r6
caught:
    hlt
