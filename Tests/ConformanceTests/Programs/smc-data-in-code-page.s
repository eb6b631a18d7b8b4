; pins: stores to data beside running code change the data and not the code
; expect stop: halt
; expect r1: 1000
; expect word beside: 1000
    mov r4, beside
again:
    load r1, [r4]
    inc r1
    store [r4], r1
    cmp r1, 1000
    jb again
    hlt
beside:
    .word 0
