; pins: the last word of RAM is RAM, the next one is nothing
; expect stop: halt
; expect r1: 0x1234
; expect r2: -1
; expect r3: 0x12
; expect word 0xfffffc: 0x1234
    mov r8, 0x00fffffc
    mov r9, 0x1234
    store [r8], r9
    store [r8 + 4], r9
    load r1, [r8]
    load r2, [r8 + 4]
    loadb r3, [r8 + 1]
    hlt
