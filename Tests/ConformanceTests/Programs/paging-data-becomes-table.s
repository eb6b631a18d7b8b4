; pins: a page that was written as data becomes a page table, with what was written there
; expect stop: halt
; expect r3: 0xcc
; expect word 0x13000: 0x3202f
; expect word 0x13004: 0x3306f
; expect word 0x33000: 0x40000000
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke frame_c, 0xcc
    poke window, spare | ALL
    paging
    mov r6, WINDOW
    mov r1, frame_c | ALL
    store [r6], r1
    mov r1, frame_d | ALL
    store [r6 + 4], r1
    poke window_pde, spare | ALL
    mov r0, cr3
    mov cr3, r0
    load r3, [r6]
    mov r7, SECOND
site:
    store [r7], r6
caught:
    hlt
