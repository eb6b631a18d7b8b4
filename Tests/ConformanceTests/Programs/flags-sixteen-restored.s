; pins: popf and pushf carry each of the sixteen combinations of N Z C V, also those that no comparison gives
; expect stop: halt
; expect r1: 16
    clr r2
    clr r1
next:
    push r2
    popf
    pushf
    pop r3
    cmp r3, r2
    jne wrong
    inc r1
wrong:
    inc r2
    cmp r2, 16
    jb next
    hlt
