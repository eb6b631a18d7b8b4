; pins: a call through a register that cannot push keeps the register and sp, for each of two pages
; expect stop: halt
; expect r5: 0x40000ffc
; expect r3: 2
; expect word log0: 0x000e0000
; expect word log1: 0x000e0000
; expect word err0: 0x2
; expect word err1: 0x3
; expect word count: 2
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    paging
    gate VECTOR_PAGE_FAULT, on_page_fault, GATE_PRESENT | GATE_FRESH_STACK
    mov sp, WINDOW + 0x1000
    mov r8, near
    clr r3
site:
    call r8
near:
    mov r5, sp
    hlt
caught:
    cmp r3, 0
    jne again
    poke window, frame_a | PTE_PRESENT  ; not enough
    inc r3
    iret
again:
    poke window, frame_a | KERNEL
    flush WINDOW
    inc r3
    iret
