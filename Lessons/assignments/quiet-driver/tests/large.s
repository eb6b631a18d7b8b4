; More sectors than the disk takes in one request.
;
; given disk: default

.include "platform.s"

main:
    mov r1, {{FIRST}}
    mov r2, buffer
    mov r3, {{SECTORS}}
    call disk_read
    cmp r0, 0
    jne .failed
    mov r1, buffer
    mov r2, {{FIRST}}
    call named
    cmp r0, 0
    jne .failed
    mov r1, buffer + {{SECTORS}} * SECTOR_SIZE
    load r1, [r1]
    cmp r1, 0
    jne .failed
    mov r1, {{CODE}}
    jmp exit
.failed:
    mov r1, 1
    jmp exit

.section buffers, 0x20000
buffer:
    .space 200 * SECTOR_SIZE
