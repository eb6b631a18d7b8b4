; pins: a read puts whole sectors at the physical address, one after the other, and nothing around them
; expect stop: halt
; expect r0: 2
; expect word 0x301fc: 0x5a5a
; expect word 0x30200: 0x74636573
; expect word 0x30204: 0x3720726f
; expect word 0x30208: 0x0000000a
; expect word 0x303fc: 0
; expect word 0x30404: 0x3820726f
; expect word 0x30600: 0x5a5a
.include "lib/disk.s"
_start:
    mov r2, 0x30000
    mov r3, 0x5a5a
    store [r2 + 0x1fc], r3
    store [r2 + 0x3fc], r3
    store [r2 + 0x600], r3
    disk DISK_READ, 7, 0x30200, 2
    hlt
