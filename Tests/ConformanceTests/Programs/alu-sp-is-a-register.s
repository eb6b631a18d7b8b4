; pins: r15 is an ordinary register for arithmetic, loads and stores
; expect stop: halt
; expect r1: 0x2ffc
; expect r2: 77
; expect r15: 0xbffc
    mov sp, 0x3000
    mov r2, 77
    push r2
    clr r2
    mov r1, sp
    load r2, [r1]
    mul sp, sp, 4
    sub sp, 0
    xor sp, 0xc
    hlt
