; pins: an interrupt goes through a gate that ring 3 may not call
; given input: x
; expect stop: halt
; expect word log0: 0x00210000
; expect word flags: 0x3200
; expect word err1: 0x2104
; expect word count: 2
.include "lib/traps.s"
_start:
    traps
    console_pends
    user site, FLAG_INTERRUPT
site:
    int 0x21
caught:
    cmp r7, 0
    jne end
    mov r7, 1
    console_ends
    iret
end:
    hlt
