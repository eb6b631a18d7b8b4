; pins: idiv rounds towards zero, imod has the sign of the dividend, div and mod are unsigned
; expect stop: halt
; expect r1: -3
; expect r2: -1
; expect r3: -3
; expect r4: 1
; expect r5: 0x7ffffffc
; expect r6: 1
    mov r8, -7
    mov r9, 2
    mov r10, 7
    mov r11, -2
    idiv r1, r8, r9
    imod r2, r8, r9
    idiv r3, r10, r11
    imod r4, r10, r11
    div r5, r8, r9
    mod r6, r8, r9
    hlt
