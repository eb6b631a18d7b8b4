; pins: a traced popf that clears the trace flag is not followed by a trap
; expect stop: halt
; expect word log0: 0x00010008
; expect word count: 1
; expect r5: 1
.include "lib/traps.s"
_start:
    traps
    clr r5
    clr r2
    push r2
    mov r1, FLAG_TRACE
    push r1
site:
    popf
    nop
    popf
    inc r5
    hlt
caught:
    iret
