; pins: code that has run many times runs as patched the next time, a constant a time
; expect stop: halt
; expect r5: 4950
; expect r6: 100
    mov r1, slot
    load r2, [r1]
    clr r6
again:
    add r3, r2, r6
    store [r1], r3
slot:
    mov r4, 0
    add r5, r4
    inc r6
    cmp r6, 100
    jb again
    hlt
