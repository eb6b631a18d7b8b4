; pins: in ring 3 each instruction traps, jumps with their target, loads and stores like any other
; expect stop: halt
; expect word log0: 0x00010008
; expect word log1: 0x0001000c
; expect word log2: 0x00010010
; expect word log3: 0x00010014
; expect word log4: 0x00010018
; expect word count: 5
; expect word flags: 0x3300
; expect r2: 0x44
.include "lib/traps.s"
_start:
    traps
    mov r1, 0x30000
    mov r2, 0x44
    user site, FLAG_TRACE | FLAG_INTERRUPT
site:
    jmp there
    nop
there:
    push r2
    pop r2
    store [r1], r2
    load r2, [r1]
    int 0x80
caught:
    iret
