; pins: brk is a trap from either ring, with the next pc
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word log0: 0x00030004
; expect word log1: 0x00030004
; expect word err1: 0
; expect word flags: 0x3002
; expect r6: 0x1002
.include "lib/pv.s"
_start:
    gate VECTOR_BREAKPOINT, on_breakpoint, OPEN_GATE
    traps
    clr r6
    cmp r6, r6
    jmp site
caught:
    cmp r6, 0
    jne end
    get r6, flags
    user again
end:
    finish
.align 4096
again:
    cmp r6, r6
site:
    brk
