; pins: a trap's frame cannot be pushed on a page that ring 0 may not write
; expect stop: halt
; expect word log0: 0x000e0000
; expect word err0: 3
; expect word address: 0x40000ffc
; expect word old_sp: 0x40001000
; expect word 0x12000: 0x30001
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke window, frame_a | PTE_PRESENT
    paging
    gate VECTOR_PAGE_FAULT, on_page_fault, GATE_PRESENT | GATE_FRESH_STACK
    mov sp, WINDOW + 0x1000
site:
    int 0x81
caught:
    hlt
