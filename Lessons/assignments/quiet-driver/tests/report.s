; Moves sectors about, and says so: what the check counts the exits of.
;
; given disk: default

.include "platform.s"

check_SECTORS = 48
check_ROUNDS = 3

main:
    mov r1, {{FIRST}} + {{AT}}
    call check_plant
    clr r10
.round:
    mul r1, r10, check_SECTORS
    add r1, {{FIRST}}
    mov r2, buffer
    mov r3, check_SECTORS
    call disk_read
    cmp r0, 0
    jne check_failed
    mov r2, r1
    mov r1, buffer
    call named
    cmp r0, 0
    jne check_failed
    mul r1, r10, check_SECTORS
    add r1, 300
    mov r2, buffer
    call disk_write
    cmp r0, 0
    jne check_failed
    mov r1, buffer
    mov r2, 7                           ; "sector "
    call console_write
    inc r10
    cmp r10, check_ROUNDS
    jb .round
    mov r1, text
    mov r2, 2
    call console_write
    mov r1, 300 + {{AT}}                ; a copy is on the disk
    call check_on_disk
    cmp r0, 0
    jne check_failed
    mov r1, {{CODE}}
check_passed:
    jmp exit
check_failed:
    mov r1, 1
    jmp exit

text:
    .byte {{LETTER}}, '\n'

.align 4
.include "tests/disk.s"

.section buffers, 0x20000
check_page:
    .space SECTOR_SIZE
buffer:
    .space check_SECTORS * SECTOR_SIZE
