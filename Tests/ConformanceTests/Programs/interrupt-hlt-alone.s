; pins: hlt with IF clear stops the machine, with an interrupt pending, too
; given input: x
; expect stop: halt
; expect r5: 1
; expect word count: 0
.include "lib/traps.s"
_start:
    traps
    console_pends
    mov r5, 1
site:
    hlt
    mov r5, 2
caught:
    hlt
