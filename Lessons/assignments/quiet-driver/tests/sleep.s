; One long request, and one short one.
;
; given disk: default

.include "platform.s"

SECTORS = 64

main:
    mov r1, {{FIRST}}
    mov r2, buffer
    mov r3, SECTORS
    call disk_read
    cmp r0, 0
    jne .failed
    mov r1, buffer
    mov r2, {{FIRST}}
    call named
    cmp r0, 0
    jne .failed
    mov r1, {{FIRST}}
    mov r2, buffer
    mov r3, 1
    call disk_write
    cmp r0, 0
    jne .failed
    mov r1, {{CODE}}
    jmp exit
.failed:
    mov r1, 1
    jmp exit

.section buffers, 0x20000
buffer:
    .space SECTORS * SECTOR_SIZE
