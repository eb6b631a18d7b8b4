; pins: a divide error comes from either ring, with the pc of the division and its target as it was
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word log0: 0x00000000
; expect word log1: 0x00000000
; expect word err1: 0
; expect word flags: 0x3002
; expect word count: 2
; expect r7: 5
.include "lib/pv.s"
_start:
    traps
    clr r6
    mov r7, 5
    cmp r6, r6
    jmp site
caught:
    cmp r7, r8
    mov r8, 5
    je end
    user again
end:
    finish
.align 4096
again:
    cmp r6, r6
site:
    div r7, r7, r6
