; pins: a transfer whose buffer begins within a page and crosses into the next lands in consecutive physical memory
; expect stop: halt
; expect r0: 2
; expect word 0x30ff4: 0x74636573
; expect word 0x30ff8: 0x3120726f
; expect word 0x30ffc: 0x00000a30
; expect word 0x311f4: 0x74636573
; expect word 0x311fc: 0x00000a31
.include "lib/disk.s"
_start:
    disk DISK_READ, 10, 0x30ff4, 2
    hlt
