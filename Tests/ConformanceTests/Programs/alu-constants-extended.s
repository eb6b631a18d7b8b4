; pins: constants of add, sub and mov are sign-extended, those of and, or and xor zero-extended, and movhi keeps the lower half
; expect stop: halt
; expect r1: -1
; expect r2: 1
; expect r3: 0xffff
; expect r4: 0xffff8000
; expect r5: 0xffff0000
; expect r6: 0x1234ffff
; expect r7: 0xffff8000
    clr r8
    add r1, r8, -1
    sub r2, r8, -1
    mov r9, -1
    and r3, r9, 0xffff
    or r4, r8, 0x8000
    movhi r4, 0xffff
    xor r5, r9, 0xffff
    mov r6, -1
    movhi r6, 0x1234
    mov r7, -0x8000
    hlt
