; pins: the constant of cmp is sign-extended, that of test is zero-extended
; expect stop: halt
; expect r1: 2
; expect r2: 2
; expect r3: 0
    mov r5, 0xffff8000
    cmp r5, -0x8000
    pushf
    pop r1
    mov r5, 0xffff0000
    test r5, 0xffff
    pushf
    pop r2
    mov r5, 0x8000
    test r5, 0x8000                     ; not negative: bit 31 is clear
    pushf
    pop r3
    hlt
