; pins: a write takes what memory holds, sector by sector, and the neighbours on the disk keep theirs
; expect stop: halt
; expect r0: 2
; expect word 0x31000: 0x74636573
; expect word 0x31200: 0x1111
; expect word 0x31400: 0x2222
; expect word 0x315fc: 0x3333
; expect word 0x31600: 0x74636573
.include "lib/disk.s"
_start:
    mov r2, 0x30000
    mov r3, 0x1111
    store [r2], r3
    mov r3, 0x2222
    store [r2 + 0x200], r3
    mov r3, 0x3333
    store [r2 + 0x3fc], r3
    disk DISK_WRITE, 100, 0x30000, 2
    disk DISK_READ, 99, 0x31000, 4
    hlt
