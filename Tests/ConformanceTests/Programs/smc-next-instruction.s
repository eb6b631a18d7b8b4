; pins: a store over the next instruction takes effect at once
; expect stop: halt
; expect r5: 9
    mov r1, slot
    mov r2, new
    load r2, [r2]
    store [r1], r2
slot:
    mov r5, 1
    hlt
new:
    mov r5, 9
