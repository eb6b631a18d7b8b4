; Moves sectors about, and says so: what the check counts the exits of.
;
; given disk: default

.include "platform.s"

SECTORS = 48
check_ROUNDS = 3

main:
    clr r10
.round:
    mul r1, r10, SECTORS
    add r1, {{FIRST}}
    mov r2, buffer
    mov r3, SECTORS
    call disk_read
    cmp r0, 0
    jne .failed
    mov r2, r1
    mov r1, buffer
    call named
    cmp r0, 0
    jne .failed
    mul r1, r10, SECTORS
    add r1, 300
    mov r2, buffer
    call disk_write
    cmp r0, 0
    jne .failed
    mov r1, buffer
    mov r2, 7                           ; "sector "
    call console_write
    inc r10
    cmp r10, check_ROUNDS
    jb .round
    mov r1, text
    mov r2, 2
    call console_write
    mov r1, {{CODE}}
    jmp exit
.failed:
    mov r1, 1
    jmp exit

text:
    .byte {{LETTER}}, '\n'

.section buffers, 0x20000
buffer:
    .space SECTORS * SECTOR_SIZE
