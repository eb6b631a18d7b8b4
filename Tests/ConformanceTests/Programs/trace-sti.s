; pins: a traced sti traps behind itself, and a pending interrupt waits through that handler and comes after its iret
; given input: x
; expect stop: halt
; expect word log0: 0x00010008
; expect word log1: 0x00210008
; expect word count: 2
; expect word flags: 0x300
; expect r5: 0
.include "lib/traps.s"
_start:
    traps
    console_pends
    clr r5
    mov r1, FLAG_TRACE
    push r1
site:
    popf
    sti
    inc r5
caught:
    cmp r7, 0
    jne end
    mov r7, 1
    iret
end:
    hlt
