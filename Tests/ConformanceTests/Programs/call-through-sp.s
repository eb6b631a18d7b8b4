; pins: a call through sp jumps to what sp was before the push
; expect stop: halt
; expect r1: 7
; expect r15: 0x2ffc
    mov r2, code
    load r3, [r2]
    load r4, [r2 + 4]
    mov sp, 0x3000
    store [sp], r3
    store [sp + 4], r4
    call sp
code:
    mov r1, 7
    hlt
