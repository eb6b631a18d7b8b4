; pins: sysret that sets IF lets a pending interrupt in before the first instruction in ring 3
; given input: x
; expect stop: halt
; expect r5: 0
; expect word log0: 0x00210000
; expect word flags: 0x3200
; expect word old_sp: 0x23000
.include "lib/traps.s"
_start:
    traps
    console_pends
    clr r5
    mov r12, FLAG_INTERRUPT
    mov r13, site
    mov r14, 0x23000
    sysret
site:
    inc r5
caught:
    hlt
