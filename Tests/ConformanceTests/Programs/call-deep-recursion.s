; pins: a recursion far deeper than any return predictor comes back level by level
; expect stop: halt
; expect r1: 500500
; expect r2: 0
; expect r15: 0x8000
    mov sp, 0x8000
    mov r2, 1000
    mov r3, 1000
    call down
    hlt
down:
    add r1, r2
    dec r2
    cmp r2, 0
    je .end
    call down
.end:
    ret
