; pins: brk is a trap: its frame has the next pc, in both rings
; expect stop: halt
; expect word log0: 0x00030004
; expect word log1: 0x00030008
; expect word err0: 0
; expect word flags: 0x3000
.include "lib/traps.s"
_start:
    traps
    gate VECTOR_BREAKPOINT, on_breakpoint, GATE_PRESENT | GATE_USER
    jmp site
site:
    brk
    brk
caught:
    mov r2, site + 8
    load r1, [sp]
    cmp r1, r2
    je end
    user site + 4
end:
    hlt
