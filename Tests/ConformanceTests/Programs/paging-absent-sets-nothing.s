; pins: a walk that ends at an absent last entry leaves the directory entry's A alone
; expect stop: halt
; expect word 0x10400: 0x1200f
; expect word 0x12000: 0x3000e
; expect word count: 1
; expect word error: 0
; expect word address: 0x40000008
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke window, frame_a | ALL & ~PTE_PRESENT
    paging
    mov r1, WINDOW
site:
    load r2, [r1 + 8]
    hlt
caught:
    skip
