; pins: a pop that faults changes neither sp nor its register, into sp as well
; expect stop: halt
; expect r3: 0x7777
; expect r4: 0x3333
; expect r15: 0x7777
; expect word log0: 0x000e0000
; expect word log1: 0x000e0004
; expect word count: 2
; expect word old_sp: 0x40001000
; expect word address: 0x40001000
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    paging
    gate VECTOR_PAGE_FAULT, on_page_fault, GATE_PRESENT | GATE_FRESH_STACK
    poke frame_a + 0xffc, 0x7777
    mov sp, WINDOW + 0xffc
    mov r3, 0x3333
site:
    pop r3
    pop sp
    hlt
caught:
    cmp r7, 0
    jne second_time
    mov r7, 1
    mov r4, r3
    poke window, frame_a | KERNEL
    iret
second_time:
    mov r0, WINDOW + 0xffc              ; the second pop reads SECOND: back to where there is a page
    store [sp + FRAME_SP], r0
    iret
