; pins: ret goes wherever the word on the stack says
; expect stop: halt
; expect r1: 1
; expect r2: 0
    mov sp, 0x3000
    call near
    inc r2                              ; skipped
there:
    inc r1
    hlt
near:
    load r3, [sp]
    add r3, 4
    store [sp], r3
    ret
