; pins: a traced iret that keeps TF is followed by a trap, one that clears it is not
; expect stop: halt
; expect word log0: 0x00010008
; expect word count: 1
; expect r5: 1
; expect r15: 0x22000
.include "lib/traps.s"
_start:
    traps
    clr r5
    push_frame there, 0, boot_stack
    push_frame again, FLAG_TRACE, boot_stack - 16
    mov r1, FLAG_TRACE
    push r1
site:
    popf
    iret                                ; keeps it
again:
    iret                                ; clears it
there:
    inc r5
    hlt
caught:
    iret
