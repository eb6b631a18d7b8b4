; pins: a request that begins on the disk and ends beyond it is refused whole
; expect stop: halt
; expect r0: 6
; expect r2: 2
; expect word 0x30000: 0
; expect word 0x31000: 0x74636573
.include "lib/disk.s"
_start:
    disk DISK_READ, 511, 0x31000, 1
    mov r2, r0
    disk_seen
    disk DISK_READ, 511, 0x30000, 2
    hlt
