; pins: C of a comparison is the unsigned borrow, N the sign of the difference
; expect stop: halt
; expect r1: 5
; expect r2: 0
; expect r3: 5
; expect r4: 4
    mov r5, 1
    cmp r5, 2                           ; 1 - 2: N and C
    pushf
    pop r1
    mov r5, 2
    cmp r5, 1
    pushf
    pop r2
    clr r5
    cmp r5, 1
    pushf
    pop r3
    mov r5, -1
    cmp r5, 1                           ; negative, and nothing to borrow
    pushf
    pop r4
    hlt
