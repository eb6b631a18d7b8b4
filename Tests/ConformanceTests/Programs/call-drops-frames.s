; pins: leaving several calls at once, by setting sp, goes on at the outer return address
; expect stop: halt
; expect r1: 0x11
; expect r15: 0x3000
    mov sp, 0x3000
    call outer
    or r1, 0x10
    hlt
outer:
    mov r4, sp
    or r1, 1
    call inner
    or r1, 2                            ; never
    ret
inner:
    call innermost
    or r1, 4                            ; never
    ret
innermost:
    mov sp, r4
    ret
