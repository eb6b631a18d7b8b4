; A request beyond the end of the disk is refused; the next one is served all the same.
;
; given disk: default

.include "platform.s"

main:
    mov r1, {{BEYOND}} * 10 + 1
    call check_plant
    mov r1, DISK_CAPACITY
    load r1, [r1]
    sub r1, 3                           ; three sectors are left
    mov r2, buffer
    mov r3, 3 + {{BEYOND}}
    call disk_read
    cmp r0, 1
    jne check_failed
    mov r1, {{BEYOND}} * 10
    mov r2, buffer
    mov r3, 2
    call disk_read
    cmp r0, 0
    jne check_failed
    mov r1, buffer
    mov r2, {{BEYOND}} * 10
    call named
    cmp r0, 0
    jne check_failed
    mov r1, buffer + SECTOR_SIZE
    call check_planted
    cmp r0, 0
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
    .space 32 * SECTOR_SIZE
