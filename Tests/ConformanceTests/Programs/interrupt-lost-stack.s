; pins: an interrupt that finds no stack is an ordinary fault of the program, and still pends afterwards
; given input: x
; expect stop: halt
; expect word log0: 0x000d0004
; expect word err0: 8
; expect word log1: 0x00210008
; expect word old_sp: 0x22000
; expect word count: 2
.include "lib/traps.s"
_start:
    traps
    gate VECTOR_PROTECTION, on_protection, GATE_PRESENT | GATE_FRESH_STACK
    console_pends
    sub sp, 1
    sti
site:
    nop
    nop
caught:
    cmp r7, 0
    jne end
    mov r7, 1
    mov r1, boot_stack
    store [sp + FRAME_SP], r1
    skip                                ; the nop, to tell the two apart
end:
    hlt
