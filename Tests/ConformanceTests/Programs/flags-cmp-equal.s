; pins: comparing equal values sets Z and nothing else
; expect stop: halt
; expect r1: 2
; expect r2: 2
    mov r3, 0x80000000
    cmp r3, r3
    pushf
    pop r1
    mov r4, 0x7fffffff
    cmp r4, -1                          ; N V C
    cmp r4, r4
    pushf
    pop r2
    hlt
