; pins: a loop of one jump traps every time round
; expect stop: halt
; expect word log0: 0x00010004
; expect word log1: 0x00010000
; expect word log2: 0x00010004
; expect word log3: 0x00010000
; expect word count: 9
; expect r7: 9
.include "lib/traps.s"
_start:
    traps
    clr r7
    user site, FLAG_TRACE
site:
    nop
    jmp site
caught:
    inc r7
    cmp r7, 9
    je end
    iret
end:
    hlt
