; pins: a write from where no RAM is puts ones on the disk
; expect stop: halt
; expect r0: 2
; expect word 0x30000: 0x1234
; expect word 0x301fc: 0
; expect word 0x30200: -1
; expect word 0x303fc: -1
.include "lib/disk.s"
_start:
    mov r2, 0x00fffe00
    mov r3, 0x1234
    store [r2], r3
    disk DISK_WRITE, 60, 0x00fffe00, 2
    disk DISK_READ, 60, 0x30000, 2
    hlt
