; pins: a pending interrupt comes before an instruction that would fault, which then faults
; given input: x
; expect stop: halt
; expect word log0: 0x00210004
; expect word log1: 0x00060004
; expect word count: 2
.include "lib/traps.s"
_start:
    traps
    console_pends
    mov r1, FLAG_INTERRUPT
    push r1
site:
    popf
    ud
caught:
    cmp r7, 0
    jne end
    mov r7, 1
    console_ends
    iret
end:
    hlt
