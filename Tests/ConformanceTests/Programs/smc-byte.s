; pins: a byte and a half-word stored into an instruction change just that part of it
; expect stop: halt
; expect r5: 0x1234
; expect r6: 0x7fee
    mov r1, slot
    mov r2, 0x1234
    storeh [r1], r2
    mov r2, 0xee
    storeb [r1 + 4], r2
slot:
    mov r5, 1
    mov r6, 0x7f01
    hlt
