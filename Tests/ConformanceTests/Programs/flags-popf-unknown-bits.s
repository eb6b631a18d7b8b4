; pins: popf in ring 0 takes N Z C V and IF and drops every bit that does not exist, the ring's included
; expect stop: halt
; expect r1: 0x20f
; expect r2: 0
; expect r3: 0
    mov r4, ~FLAG_TRACE
    push r4
    popf                                ; no line is unmasked: nothing comes
    pushf
    pop r1
    rdring r2
    clr r4
    push r4
    popf
    pushf
    pop r3
    cli
    hlt
