; Copies eight sectors to another place of the disk, reads one of the copies, and prints its first
; line: `ringside run try.s --engine hvm --stats`.
;
; given disk: default

.include "platform.s"

main:
    mov r1, 40
    mov r2, buffer
    mov r3, 8
    call disk_read
    cmp r0, 0
    jne failed
    mov r1, 200
    call disk_write
    cmp r0, 0
    jne failed
    mov r1, 205                         ; what was sector 45 is here now, too
    mov r2, buffer
    mov r3, 1
    call disk_read
    cmp r0, 0
    jne failed
    mov r1, text
    mov r2, text_end - text
    call console_write
    mov r1, buffer
    mov r2, 10                          ; "sector 45\n"
    call console_write
    mov r1, 7
    ret
failed:
    mov r1, 1
    ret

text:
    .ascii "in sector 205 is what was in "
text_end:

.section buffers, 0x20000
buffer:
    .space 8 * SECTOR_SIZE
