; pins: ret needs no call: a pushed address is as good
; expect stop: halt
; expect r1: 3
; expect r15: 0x3000
    mov sp, 0x3000
    mov r3, third
    push r3
    mov r3, second_one
    push r3
    mov r3, first
    push r3
    ret
third:
    mul r1, r1, 3
    hlt
second_one:
    sub r1, 4
    ret
first:
    add r1, 5
    ret
