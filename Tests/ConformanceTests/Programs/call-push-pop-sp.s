; pins: push sp stores the old value, and pop sp leaves the value loaded
; expect stop: halt
; expect r1: 0x3000
; expect r2: 0x2ffc
; expect r15: 0x4444
    mov sp, 0x3000
    push sp
    mov r2, sp
    load r1, [sp]
    mov r3, 0x4444
    store [sp], r3
    pop sp
    hlt
