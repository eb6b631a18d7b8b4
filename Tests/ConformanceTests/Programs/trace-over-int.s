; pins: a traced int is not followed by a trap, its handler is not traced, and tracing goes on behind its iret
; expect stop: halt
; expect word log0: 0x00010004
; expect word log1: 0x00810008
; expect word log2: 0x0001000c
; expect word count: 3
; expect r5: 0x3100
.include "lib/traps.s"
_start:
    traps
    user site, FLAG_TRACE
site:
    nop
    int 0x81
    nop
    int 0x80
caught:
    push r1
    mov r1, site + 8
    load r2, [sp + 4]
    cmp r2, r1
    jne no
    load r5, [sp + 4 + FRAME_FLAGS]
no:
    pop r1
    iret
