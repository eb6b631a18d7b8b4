; pins: popf in ring 3 can set the trace flag
; expect stop: halt
; expect engines: native hvm bt
; expect word log0: 0x00010008
; expect word flags: 0x3100
; expect word count: 1
.include "lib/traps.s"
_start:
    traps
    mov r1, FLAG_TRACE
    user start
start:
    push r1
site:
    popf
    nop
    nop
caught:
    hlt
