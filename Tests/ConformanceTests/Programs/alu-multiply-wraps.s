; pins: mul gives the low 32 bits, for either sign and for a negative constant
; expect stop: halt
; expect r1: 0xfffe0001
; expect r2: 0
; expect r3: 0x80000000
; expect r4: -21
    mov r8, 0xffff
    mul r1, r8, r8
    mov r8, 0x10000
    mul r2, r8, r8
    mov r8, 0x80000000
    mul r3, r8, -1
    mov r8, 7
    mul r4, r8, -3
    hlt
