; pins: syscall is undefined in ring 3, and in ring 1
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word log0: 0x00060000
; expect word log1: 0x00060000
; expect word count: 2
; expect r12: 12
.include "lib/pv.s"
_start:
    traps
    clr r6
    jmp site
caught:
    cmp r6, 0
    jne end
    inc r6
    user again
end:
    finish
.align 4096
again:
    mov r12, 12
site:
    syscall
