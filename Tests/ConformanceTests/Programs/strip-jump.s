; pins: a jump into the strip faults at the target, in both rings
; expect stop: halt
; expect word log0: 0x000d0000
; expect word log1: 0x000d0000
; expect word err0: 7
; expect word err1: 7
; expect word flags: 0x3000
; expect word count: 2
.include "lib/traps.s"
site = STRIP_BASE
_start:
    traps
    mov r1, site
    jmp r1
caught:
    cmp r7, 0
    jne end
    mov r7, 1
    user start
start:
    jmp r1
end:
    hlt
