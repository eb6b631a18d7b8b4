; pins: code replaced by a disk transfer runs as replaced, though it has run before
; expect stop: halt
; expect r5: 0x19
; expect r8: 2
.include "lib/traps.s"
_start:
    traps
    mov r9, DISK_SECTOR
    mov r1, new
    call copy                           ; the new code,
    mov r3, 2
    call transfer                       ; on the disk
    mov r1, old
    call copy
    mov r6, 0x30000
    call r6
    shl r5, 4
    mov r3, 1
    call transfer
    mov r6, 0x30000
site:
    call r6
caught:
    hlt
copy:
    mov r2, 0x30000
    load r3, [r1]
    store [r2], r3
    load r3, [r1 + 4]
    store [r2 + 4], r3
    ret
transfer:
    mov r4, 0x30000
    store [r9 + 4], r4
    mov r4, 5
    store [r9], r4
    store [r9 + 12], r3
.wait:
    load r8, [r9 + 16]
    test r8, 1
    jnz .wait
    store [r9 + 16], r8
    ret
old:
    or r5, 1
    ret
new:
    or r5, 9
    ret
