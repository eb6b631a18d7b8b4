; pins: int in the shadow of sti is executed; its gate clears IF, and the interrupt comes after its iret
; given input: x
; expect stop: halt
; expect r5: 1
; expect word log0: 0x00810008
; expect word log1: 0x00210008
.include "lib/traps.s"
_start:
    traps
    console_pends
    clr r5
site:
    sti
    int 0x81
    nop
caught:
    cmp r7, 0
    jne end
    mov r7, 1
    inc r5
    iret
end:
    hlt
