; pins: popf that sets IF opens no shadow
; given input: x
; expect stop: halt
; expect r5: 0
; expect word log0: 0x00210004
.include "lib/traps.s"
_start:
    traps
    console_pends
    clr r5
    mov r1, FLAG_INTERRUPT
    push r1
site:
    popf
    inc r5
caught:
    hlt
