; pins: a faulting division leaves its result register alone, and gives it when the divisor has been repaired
; expect stop: halt
; expect r3: 0x1234
; expect r2: 6
; expect word count: 1
; expect word pc: 0
.include "lib/traps.s"
_start:
    traps
    mov r1, 42
    clr r2
    user site
site:
    div r2, r1, r2                      ; the divisor is the result register as well
    int 0x80
caught:
    mov r3, 0x1234
    mov r2, 7
    iret
