; pins: a frame that was a page table and is one no longer is plain memory: nothing writes bits into it
; expect stop: halt
; expect word 0x12000: 0x3000f
; expect word 0x12004: 0x1234
; expect word 0x13000: 0x3006f
; expect word count: 0
; expect r3: 0x55
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke window, frame_a | ALL
    poke spare, frame_a | ALL
    paging
    mov r6, WINDOW
    store [r6], r6
    poke window_pde, spare | ALL
    mov r0, cr3
    mov cr3, r0
    poke window, frame_a | ALL          ; the old table, used as data
    poke window + 4, 0x1234
    mov r1, 0x55
site:
    store [r6], r1
    load r3, [r6]
caught:
    hlt
