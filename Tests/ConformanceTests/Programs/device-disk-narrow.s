; pins: the disk answers words only: narrow reads give ones, narrow writes are lost
; expect stop: halt
; expect r2: 0xff
; expect r3: 0xffff
; expect r4: 0x1234
    mov r8, DISK_SECTOR
    mov r9, 0x1234
    store [r8], r9
    mov r9, 0x55
    storeb [r8], r9
    storeh [r8], r9
    loadb r2, [r8]
    loadh r3, [r8]
    load r4, [r8]
    hlt
