; pins: syscall is undefined in ring 0, and in ring 3 while sysentry is 0
; expect stop: halt
; expect word log0: 0x00060000
; expect word log1: 0x00060000
; expect word flags: 0x3000
; expect r12: 0
; expect r13: 0
; expect r14: 0
.include "lib/traps.s"
_start:
    traps
    mov r1, caught
    mov sysentry, r1
site:
    syscall
caught:
    cmp r5, 0
    jne end
    mov r5, 1
    clr r1
    mov sysentry, r1
    user site
end:
    hlt
