; pins: call, call through a register and ret trap at their targets, a jump not taken behind itself
; expect stop: halt
; expect word log0: 0x0001001c
; expect word log1: 0x00010004
; expect word log2: 0x0001001c
; expect word log3: 0x00010008
; expect word log4: 0x0001000c
; expect word log5: 0x00010010
; expect word log6: 0x00010018
; expect word count: 7
.include "lib/traps.s"
_start:
    traps
    mov r1, near
    user site, FLAG_TRACE
site:
    call near
    call r1
    cmp r1, r1
    jne near
    je end
    nop
end:
    int 0x80
near:
    ret
caught:
    iret
