; pins: the disk's registers hold what was written, the command reads as ones, and the capacity cannot be changed
; expect stop: halt
; expect r1: 1
; expect r2: 0x1234
; expect r3: 0x5678
; expect r4: 0x9abc
; expect r5: -1
; expect r6: 1
; expect r7: 512
    mov r8, DISK_SECTOR
    load r1, [r8 + 8]                   ; the count, at reset
    mov r9, 0x1234
    store [r8], r9
    mov r9, 0x5678
    store [r8 + 4], r9
    mov r9, 0x9abc
    store [r8 + 8], r9
    mov r9, -1
    store [r8 + 20], r9
    clr r9
    store [r8 + 24], r9
    load r2, [r8]
    load r3, [r8 + 4]
    load r4, [r8 + 8]
    load r5, [r8 + 12]
    load r6, [r8 + 20]
    load r7, [r8 + 24]
    hlt
