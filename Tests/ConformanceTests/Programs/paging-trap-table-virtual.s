; pins: the trap table's address is virtual, and is read with the rights of ring 0
; expect stop: halt
; expect word log0: 0x00810004
; expect word flags: 0x3000
; expect word 0x12000: 0x30021
; expect word count: 1
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    mov r1, on_81
    mov r2, frame_a + 0x81 * 8
    store [r2], r1
    mov r1, GATE_PRESENT | GATE_USER
    store [r2 + 4], r1
    poke window, frame_a | PTE_PRESENT
    paging
    mov r0, WINDOW
    lidt r0
    user site
site:
    int 0x81
caught:
    hlt
