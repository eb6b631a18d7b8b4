; pins: while a request is under way its registers cannot be changed, and a second command is ignored
; expect stop: halt
; expect r2: 2
; expect r3: 3
; expect r4: 2
; expect word 0x30000: 0x74636573
; expect word 0x30004: 0x3320726f
; expect word 0x31000: 0
    mov r8, DISK_SECTOR
    mov r9, 3
    store [r8], r9
    mov r9, 0x30000
    store [r8 + 4], r9
    mov r9, 1
    store [r8 + 12], r9
    mov r9, 9
    store [r8], r9
    mov r9, 0x31000
    store [r8 + 4], r9
    mov r9, 2
    store [r8 + 12], r9
    load r3, [r8]
    load r5, [r8 + 4]
wait:
    load r2, [r8 + 16]
    test r2, 1
    jnz wait
    load r4, [r8 + 16]
    hlt
