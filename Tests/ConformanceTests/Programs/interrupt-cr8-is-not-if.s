; pins: lowering cr8 with IF clear lets nothing in, and cr8 is not changed by delivery
; given input: x
; expect stop: halt
; expect r3: 1
; expect r4: 1
; expect word log0: 0x00210008
.include "lib/traps.s"
_start:
    traps
    console_pends
    mov r2, 15
    mov cr8, r2
    mov r2, 1
    mov cr8, r2
    nop
    mov r3, cr8
site:
    sti
    nop
    nop
caught:
    mov r4, cr8
    hlt
