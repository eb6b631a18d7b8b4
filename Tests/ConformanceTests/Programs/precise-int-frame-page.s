; pins: an int whose frame crosses into a missing page pushes nothing at all, and all of it when the page is there
; expect stop: halt
; expect word log0: 0x000e0000
; expect word err0: 2
; expect word log1: 0x00810004
; expect r3: 0x55
; expect r4: 0x40001008
; expect r5: 0x11
; expect word 0x30ffc: 0xc
; expect word 0x31000: 0x40001008
; expect word 0x31004: 0
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke second, frame_b | KERNEL
    poke frame_b, 0x55
    poke frame_b + 4, 0x55
    paging
    gate VECTOR_PAGE_FAULT, on_page_fault, GATE_PRESENT | GATE_FRESH_STACK
    gate 0x81, on_81, GATE_PRESENT
    mov sp, SECOND + 8
    mov r5, 0x11
    mov r1, FLAG_NEGATIVE | FLAG_OVERFLOW
    store [sp - 8], r1
    sub sp, 8
    popf
    add sp, 4
    poke frame_b, 0x55
site:
    int 0x81
caught:
    cmp r7, 0
    jne end
    mov r7, 1
    load r4, [sp + FRAME_SP]
    mov r2, frame_b
    load r3, [r2 + 4]                   ; the uppermost word of the frame that could not be pushed
    poke window, frame_a | KERNEL
    iret
end:
    hlt
