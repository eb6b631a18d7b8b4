; pins: writing ones clears done and refused, each by its own bit, and writing zeros clears nothing
; expect stop: halt
; expect r2: 6
; expect r3: 6
; expect r4: 4
; expect r5: 0
; expect r6: 2
.include "lib/disk.s"
_start:
    disk 9, 0, 0x30000, 1
    mov r2, r0
    mov r9, DISK_STATUS
    clr r1
    store [r9], r1
    load r3, [r9]
    mov r1, 2
    store [r9], r1
    load r4, [r9]
    mov r1, 4
    store [r9], r1
    load r5, [r9]
    disk 9, 0, 0x30000, 1
    mov r9, DISK_STATUS
    mov r1, 4
    store [r9], r1
    load r6, [r9]
    hlt
