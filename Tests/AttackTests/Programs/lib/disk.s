; The disk, for small programs: polled, so that nothing depends on how long it takes.

DISK_READ = 1
DISK_WRITE = 2

; One request. r0 is its status at the end, which stays as it is; r1 is lost.
.macro disk command, sector, place, count
    mov r0, DISK_SECTOR
    mov r1, \sector
    store [r0], r1
    mov r1, \place
    store [r0 + DISK_ADDRESS - DISK_SECTOR], r1
    mov r1, \count
    store [r0 + DISK_COUNT - DISK_SECTOR], r1
    mov r1, \command
    store [r0 + DISK_COMMAND - DISK_SECTOR], r1
.wait\@:
    load r1, [r0 + DISK_STATUS - DISK_SECTOR]
    test r1, 1
    jnz .wait\@
    mov r0, r1
.endm

; Clears the status. r0 and r1 are lost.
.macro disk_seen
    mov r0, DISK_STATUS
    mov r1, 6
    store [r0], r1
.endm
