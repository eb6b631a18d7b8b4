; pins: a trap table may lie on two pages: only the one with the gate need be there
; expect stop: halt
; expect word log0: 0x000e0000
; expect word err0: 0
; expect word address: 0x40001008
; expect r2: 0x12000
; expect word count: 1
.include "lib/traps.s"
.include "lib/paging.s"
TABLE = WINDOW + 0x1000 - 0x80 * 8      ; vectors from 0x80 on lie on the second page
_start:
    traps
    tables
    mov r1, on_page_fault
    mov r2, frame_a + 0x1000 - 0x80 * 8 + VECTOR_PAGE_FAULT * 8
    store [r2], r1
    mov r1, GATE_PRESENT
    store [r2 + 4], r1
    poke window, frame_a | PTE_PRESENT
    paging
    mov r0, TABLE
    lidt r0
    mov r2, window
site:
    int 0x81
caught:
    hlt
