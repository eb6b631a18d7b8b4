; More sectors than the disk takes in one request.
;
; given disk: default

.include "platform.s"

main:
    mov r1, {{FIRST}} + {{AT}}
    call check_plant
    mov r1, {{FIRST}} + {{SECTORS}} - 1
    call check_plant
    mov r1, {{FIRST}}
    mov r2, buffer
    mov r3, {{SECTORS}}
    call disk_read
    cmp r0, 0
    jne check_failed
    mov r1, buffer
    mov r2, {{FIRST}}
    call named
    cmp r0, 0
    jne check_failed
    mov r1, buffer + {{AT}} * SECTOR_SIZE
    call check_planted
    cmp r0, 0
    jne check_failed
    mov r1, buffer + ({{SECTORS}} - 1) * SECTOR_SIZE
    call check_planted
    cmp r0, 0
    jne check_failed
    mov r1, buffer + {{SECTORS}} * SECTOR_SIZE
    load r1, [r1]
    cmp r1, 0
    jne check_failed
    mov r1, {{CODE}}
check_passed:
    jmp exit
check_failed:
    mov r1, 1
    jmp exit

.align 4
.include "tests/disk.s"

.section buffers, 0x20000
check_page:
    .space SECTOR_SIZE
buffer:
    .space 200 * SECTOR_SIZE
