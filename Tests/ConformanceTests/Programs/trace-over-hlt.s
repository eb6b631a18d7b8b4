; pins: a traced hlt with IF clear is woken by its own trap, with the pc behind it
; expect stop: halt
; expect word log0: 0x00010008
; expect word log1: 0x0001000c
; expect word count: 2
; expect r5: 1
.include "lib/traps.s"
_start:
    traps
    clr r5
    mov r1, FLAG_TRACE
    push r1
site:
    popf
    hlt
    inc r5
    int 0x80
caught:
    iret
