; pins: test sets N and Z by the result and clears C and V
; expect stop: halt
; expect r1: 4
; expect r2: 2
; expect r3: 4
    mov r5, 0x7fffffff
    mov r6, -1
    cmp r5, r6                          ; N V C
    mov r7, 0x80000000
    test r7, r6
    pushf
    pop r1
    cmp r5, r6
    test r7, r5
    pushf
    pop r2
    cmp r5, r6
    test r6, r6
    pushf
    pop r3
    hlt
