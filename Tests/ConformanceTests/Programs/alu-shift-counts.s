; pins: shifts by a register use the low five bits of the count
; expect stop: halt
; expect r1: 2
; expect r2: 0x40000000
; expect r3: 0xc0000000
; expect r4: 0x80000000
; expect r5: 0x80000000
    mov r8, 33
    mov r9, 1
    mov r10, 0x80000000
    shl r1, r9, r8
    shr r2, r10, r8
    sar r3, r10, r8
    mov r8, -1
    shl r4, r9, r8
    mov r8, 0x20
    shr r5, r10, r8                     ; by nothing
    hlt
