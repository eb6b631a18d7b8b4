; pins: 128 sectors, the most that a request can have, are 64 KiB in one piece
; expect stop: halt
; expect r0: 2
; expect word 0x40000: 0x74636573
; expect word 0x4fe00: 0x74636573
; expect word 0x4fe04: 0x3120726f
; expect word 0x50000: 0
.include "lib/disk.s"
_start:
    disk DISK_READ, 0, 0x40000, 128
    hlt
