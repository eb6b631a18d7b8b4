; pins: a base and its offset are added modulo 2^32
; expect stop: halt
; expect r2: 0xcafe
; expect word 0x2000: 0xcafe
    mov r1, -0x10
    mov r2, 0xcafe
    store [r1 + 0x2010], r2
    clr r2
    mov r1, -0x1000
    load r2, [r1 + 0x3000]
    hlt
