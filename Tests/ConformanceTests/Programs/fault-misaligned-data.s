; pins: words and half-words at odd places fault in both rings; bytes never do
; expect stop: halt
; expect word count: 10
; expect word log0: 0x000d0000
; expect word log4: 0x000d0010
; expect word err0: 8
; expect word err9: 8
; expect word log9: 0x000d0010
; expect word flags: 0x3000
; expect word 0x3000: 0x77000000
; expect r2: 0x77
.include "lib/traps.s"
_start:
    traps
    mov r1, 0x3001
    mov r2, 0x77
site:
    load r2, [r1 + 1]
    loadh r2, [r1]
    loadsh r2, [r1]
    store [r1], r2
    storeh [r1 + 2], r2
    storeb [r1 + 2], r2
    loadb r2, [r1 + 2]
    cmp r5, 0
    jne end
    mov r5, 1
    user site
end:
    int 0x80
caught:
    skip
