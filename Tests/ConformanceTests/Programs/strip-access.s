; pins: loads and stores of any width in the strip fault in ring 0 and in ring 3, paging off
; expect stop: halt
; expect word err0: 7
; expect word err3: 7
; expect word err7: 7
; expect word log0: 0x000d0000
; expect word log4: 0x000d0000
; expect word log7: 0x000d000c
; expect word count: 8
; expect word flags: 0x3000
; expect r2: 0x55
.include "lib/traps.s"
_start:
    traps
    mov r1, STRIP_BASE
    mov r2, 0x55
    mov r3, -1
    jmp site
site:
    load r2, [r1]
    loadb r2, [r3]
    store [r1 + 0x100], r2
    storeb [r3 - 1], r2
    cmp r7, 0
    jne end
    mov r7, 1
    user site
end:
    int 0x80
caught:
    skip
