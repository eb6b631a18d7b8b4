; pins: requests beyond the end, of no or too many sectors, misaligned, or of no known command are refused at once and move nothing
; expect stop: halt
; expect r2: 6
; expect r3: 6
; expect r4: 6
; expect r5: 6
; expect r6: 6
; expect r7: 2
; expect word 0x30000: 0
.include "lib/disk.s"
_start:
    mov r8, DISK_CAPACITY
    load r8, [r8]
    disk DISK_READ, r8, 0x30000, 1
    mov r2, r0
    disk_seen
    disk DISK_READ, 1, 0x30000, 0
    mov r3, r0
    disk_seen
    disk DISK_READ, 1, 0x30000, 129
    mov r4, r0
    disk_seen
    disk DISK_READ, 1, 0x30002, 1
    mov r5, r0
    disk_seen
    disk 3, 1, 0x30000, 1
    mov r6, r0
    disk_seen
    sub r8, 1
    disk DISK_READ, r8, 0x31000, 1
    mov r7, r0
    hlt
