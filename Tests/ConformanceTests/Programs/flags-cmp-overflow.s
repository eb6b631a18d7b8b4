; pins: V of a comparison is signed overflow, and N then has the wrong sign
; expect stop: halt
; expect r1: 8
; expect r2: 0xd
; expect r3: 0xd
    mov r5, 0x80000000
    cmp r5, 1
    pushf
    pop r1
    mov r5, 0x7fffffff
    cmp r5, -1
    pushf
    pop r2
    clr r5
    mov r6, 0x80000000
    cmp r5, r6
    pushf
    pop r3
    hlt
