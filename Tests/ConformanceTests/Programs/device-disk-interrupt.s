; pins: the disk asserts line 2 while done, if told to, and clearing done quiets it
; expect stop: halt
; expect r3: 4
; expect r4: 0
; expect r5: 0
; expect word log0: 0x00220008
; expect word count: 1
.include "lib/traps.s"
.include "lib/disk.s"
_start:
    traps
    mov r0, ~(1 << DISK_LINE) & 0xffff
    out PIC_MASK, r0
    disk DISK_READ, 0, 0x30000, 1
    in r5, PIC_PENDING
    disk_seen
    mov r0, DISK_CONTROL
    mov r1, 1
    store [r0], r1
    mov r0, DISK_COMMAND
    store [r0], r1
    sti
    nop
    jmp site
site:
    nop
    hlt
caught:
    in r3, PIC_PENDING
    disk_seen
    in r4, PIC_PENDING
    hlt
