; pins: the error codes of ring 0: absent for read, write and fetch, read-only for write
; expect stop: halt
; expect word err0: 0
; expect word err1: 2
; expect word err2: 3
; expect word err3: 0x10
; expect word count: 4
; expect word address: 0x40001008
; expect word log2: 0x000e0008
; expect word old_sp: 0x22000
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke window, frame_a | PTE_PRESENT
    paging
    mov r1, WINDOW
    mov r2, SECOND
    add r4, r2, 8
site:
    load r3, [r2]
    store [r2], r3
    store [r1 + 4], r3
    jmp r4
caught:
    load r5, [sp]
    cmp r5, r4
    je end
    skip
end:
    hlt
