; pins: the limit is the strip's start at reset, takes multiples of a page up to there, and binds rings 1 to 3 only
; expect stop: halt
; expect r1: 0xffc00000
; expect r2: 0x30000
; expect r3: 0x77
; expect word err0: 9
; expect word err1: 9
; expect word log2: 0x000d0008
; expect word err2: 7
; expect word flags: 0x3000
; expect word count: 3
.include "lib/traps.s"
_start:
    traps
    mov r1, limit
    mov r8, 0x30000
    mov limit, r8
    mov r9, 0xffc01000
    mov r10, 0x30800
    mov r3, 0x77
    jmp site
site:
    mov limit, r9
    mov limit, r10
    store [r8], r3                      ; twice: ring 0 first
    cmp r7, 0
    jne end
    mov r7, 1
    mov r2, limit
    load r3, [r8]
    user site + 8
end:
    int 0x80
caught:
    skip
