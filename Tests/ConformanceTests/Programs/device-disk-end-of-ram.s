; pins: a read that runs beyond RAM fills what there is and loses the rest
; expect stop: halt
; expect r0: 2
; expect word 0xfffdfc: 0
; expect word 0xfffe00: 0x74636573
; expect word 0xfffe04: 0x3520726f
; expect word 0: 0x1234
; expect word 4: 0
.include "lib/disk.s"
_start:
    clr r2
    mov r3, 0x1234
    store [r2], r3
    disk DISK_READ, 5, 0x00fffe00, 2
    hlt
