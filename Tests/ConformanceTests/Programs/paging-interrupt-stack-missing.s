; pins: an interrupt that meets a missing stack page is a page fault of the program, at its next pc, and still pends
; given input: x
; expect stop: halt
; expect word log0: 0x000e0004
; expect word err0: 2
; expect word address: 0x400000fc
; expect r3: -1
; expect word log1: 0x00210004
; expect word frame: 0x400000f0
; expect word count: 2
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    paging
    gate VECTOR_PAGE_FAULT, on_page_fault, GATE_PRESENT | GATE_FRESH_STACK
    console_pends
    mov sp, WINDOW + 0x100
    sti
site:
    nop
    nop
caught:
    cmp r7, 0
    jne end
    mov r7, 1
    in r3, PIC_SERVICE
    poke window, frame_a | KERNEL
    iret
end:
    hlt
