; pins: a traced store that replaces the next instruction takes effect, as without tracing
; expect stop: halt
; expect r5: 9
; expect word log0: 0x00010004
; expect word log1: 0x00010008
; expect word count: 2
.include "lib/traps.s"
_start:
    traps
    mov r1, site + 4
    mov r2, new
    load r2, [r2]
    user site, FLAG_TRACE
site:
    store [r1], r2
    mov r5, 1
    int 0x80
new:
    mov r5, 9
caught:
    iret
