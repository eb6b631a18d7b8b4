; pins: call pushes the address of the next instruction, the guest's own, and ret leaves it in memory
; expect stop: halt
; expect r1: 0
; expect r2: 0
; expect r3: 0
; expect r15: 0x3000
    mov sp, 0x3000
    call near
one:
    mov r5, one
    sub r1, r4, r5
    load r2, [sp - 4]
    sub r2, r2, r5
    mov r6, near
    call r6
two:
    mov r5, two
    sub r3, r4, r5
    hlt
near:
    load r4, [sp]
    ret
