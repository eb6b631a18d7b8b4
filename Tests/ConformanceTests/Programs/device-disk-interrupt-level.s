; pins: the interrupt enabled after the transfer is done comes at once: it is the line's level that counts
; expect stop: halt
; expect word log0: 0x00220004
; expect word count: 1
.include "lib/traps.s"
.include "lib/disk.s"
_start:
    traps
    mov r0, ~(1 << DISK_LINE) & 0xffff
    out PIC_MASK, r0
    disk DISK_READ, 0, 0x30000, 1
    sti
    nop
    mov r0, DISK_CONTROL
    mov r1, 1
site:
    store [r0], r1
    nop
caught:
    hlt
