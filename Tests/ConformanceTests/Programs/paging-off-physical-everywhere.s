; pins: with paging off no page is missing, read-only or the kernel's, whatever cr3 points to
; expect stop: halt
; expect word 0x30000: 0x77
; expect word 0x13000: 0x77
; expect word 0x110c0: 0
; expect word log0: 0x00810014
; expect word flags: 0x3000
; expect word count: 1
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    mov r0, directory
    mov cr3, r0
    poke identity + (frame_a >> 12) * 4, 0
    poke identity + (spare >> 12) * 4, spare | PTE_PRESENT
    mov r3, frame_a
    mov r4, 0x77
    user site
site:
    store [r3], r4
    mov r3, lo(spare)
    movhi r3, hi(spare)
    store [r3], r4
    int 0x81
caught:
    hlt
