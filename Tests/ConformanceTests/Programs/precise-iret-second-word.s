; pins: an iret whose frame ends on a missing page changes nothing until the page is there
; expect stop: halt
; expect r4: 0x40000ff8
; expect word log0: 0x000e0000
; expect word address: 0x40001000
; expect word err0: 0
; expect word log1: 0x00810008
; expect word flags: 0x3008
; expect word old_sp: 0x23000
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    paging
    gate VECTOR_PAGE_FAULT, on_page_fault, GATE_PRESENT | GATE_FRESH_STACK
    poke window, frame_a | KERNEL
    mov sp, WINDOW + 0xff8
    mov r0, there
    store [sp], r0
    mov r0, 3 << FLAG_RING_SHIFT | FLAG_OVERFLOW
    store [sp + 4], r0
    mov r0, 0x23000
    mov r1, frame_b
    store [r1], r0
    jmp site
site:
    iret
there:
    int 0x81
caught:
    cmp r7, 0
    je repair
    hlt
repair:
    mov r7, 1
    load r4, [sp + FRAME_SP]
    poke second, frame_b | KERNEL
    iret
