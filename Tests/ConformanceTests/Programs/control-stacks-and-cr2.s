; pins: cr2, sp0, sp1 and sp2 hold any word, and each its own
; expect stop: halt
; expect r1: 0x11111111
; expect r2: 0x22222223
; expect r3: 0x33333333
; expect r4: 0xffffffff
    mov r8, 0x11111111
    mov cr2, r8
    mov r8, 0x22222223
    mov sp0, r8
    mov r8, 0x33333333
    mov sp1, r8
    mov r8, -1
    mov sp2, r8
    mov r1, cr2
    mov r2, sp0
    mov r3, sp1
    mov r4, sp2
    hlt
