; pins: a jump to a misaligned address arrives there, and faults at the target
; expect stop: halt
; expect word log0: 0x000d0006
; expect word log1: 0x000d0009
; expect word err0: 8
; expect word err1: 8
; expect word count: 2
; expect word old_sp: 0x22000
.include "lib/traps.s"
_start:
    traps
    mov r1, site + 6
site:
    jmp r1
    nop
    nop
    nop
caught:
    add sp, 16
    cmp r5, 0
    jne end
    mov r5, 1
    mov r1, site + 9
    push r1
    ret
end:
    hlt
