; pins: operands are read before the result is written, when all registers are one
; expect stop: halt
; expect r1: 12
; expect r2: 0
; expect r3: 1
; expect r4: 36
; expect r5: 0xc0
; expect r6: 0x1234
    mov r1, 6
    add r1, r1, r1
    mov r2, 6
    sub r2, r2, r2
    mov r3, 6
    div r3, r3, r3
    mov r4, 6
    mul r4, r4, r4
    mov r5, 3
    mov r6, 6
    shl r5, r5, r6
    mov r6, word
    load r6, [r6]
    hlt
.align 4
word:
    .word 0x1234
