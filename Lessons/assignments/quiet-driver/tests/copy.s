; Reads sectors, writes others, and reads them check_again. The exit code is {{CODE}}; 1 if the disk has refused,
; 2 if what was read is check_wrong, 3 if other memory or another sector was changed, 4 if a register was.
;
; given disk: default

.include "platform.s"

check_TARGET = 300

main:
    mov r1, {{FIRST}} + {{AT}}
    call check_plant
    mov r8, 0x1234
    mov r12, 0x4321
    mov r4, check_guard
    mov r5, 0x600d
    store [r4], r5
    mov r4, buffer + {{SECTORS}} * SECTOR_SIZE
    store [r4], r5
    mov r1, {{FIRST}}
    mov r2, buffer
    mov r3, {{SECTORS}}
    call disk_read
    cmp r0, 0
    jne check_refused
    cmp r1, {{FIRST}}
    jne check_registers
    cmp r3, {{SECTORS}}
    jne check_registers
    mov r1, buffer
    mov r2, {{FIRST}}
    call named
    cmp r0, 0
    jne check_wrong
    mov r1, buffer + {{AT}} * SECTOR_SIZE
    call check_planted
    cmp r0, 0
    jne check_wrong
    call check_guards

    mov r1, buffer                      ; every word gets another value
    mov r2, buffer + {{SECTORS}} * SECTOR_SIZE
    mov r4, {{FIRST}}
.fill:
    store [r1], r4
    add r4, 77
    add r1, 4
    cmp r1, r2
    jb .fill
    mov r1, check_TARGET
    mov r2, buffer
    call disk_write
    cmp r0, 0
    jne check_refused
    mov r2, check_again
    call disk_read
    cmp r0, 0
    jne check_refused
    mov r1, check_TARGET + {{AT}}       ; it must have reached the disk, too
    mov r0, check_READ
    call check_raw
    mov r1, check_page
    mov r2, check_again + {{AT}} * SECTOR_SIZE
    mov r3, check_page + SECTOR_SIZE
.same:
    load r4, [r1]
    load r5, [r2]
    cmp r4, r5
    jne check_wrong
    add r1, 4
    add r2, 4
    cmp r1, r3
    jb .same
    mov r1, check_again
    mov r2, check_again + {{SECTORS}} * SECTOR_SIZE
    mov r4, {{FIRST}}
.compare:
    load r5, [r1]
    cmp r5, r4
    jne check_wrong
    add r4, 77
    add r1, 4
    cmp r1, r2
    jb .compare
    call check_guards

    mov r1, check_TARGET - 1                  ; the neighbours
    call check_neighbour
    mov r1, check_TARGET + {{SECTORS}}
    call check_neighbour
    mov r4, 0x1234
    cmp r8, r4
    jne check_registers
    mov r4, 0x4321
    cmp r12, r4
    jne check_registers
    mov r1, {{CODE}}
check_passed:
    jmp exit

check_neighbour:
    mov r2, check_again
    mov r3, 1
    call disk_read
    cmp r0, 0
    jne check_refused
    mov r2, r1
    mov r1, check_again
    call named
    cmp r0, 0
    jne check_changed
    ret

check_guards:
    mov r4, check_guard
    load r5, [r4]
    mov r6, 0x600d
    cmp r5, r6
    jne check_changed
    mov r4, buffer + {{SECTORS}} * SECTOR_SIZE
    load r5, [r4]
    cmp r5, r6
    jne check_changed
    ret

check_refused:
    mov r1, 1
    jmp exit
check_wrong:
    mov r1, 2
    jmp exit
check_changed:
    mov r1, 3
    jmp exit
check_registers:
    mov r1, 4
    jmp exit

.align 4
.include "tests/disk.s"

.section buffers, 0x20000
check_page:
    .space SECTOR_SIZE
check_guard:
    .space 4
buffer:
    .space 64 * SECTOR_SIZE
check_again:
    .space 64 * SECTOR_SIZE
