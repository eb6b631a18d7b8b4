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
; ---- The disk without the driver: its registers are as they were afterwards ----

check_READ = 1
check_WRITE = 2
check_ADDRESS = DISK_ADDRESS - DISK_SECTOR
check_COUNT = DISK_COUNT - DISK_SECTOR
check_COMMAND = DISK_COMMAND - DISK_SECTOR
check_STATUS = DISK_STATUS - DISK_SECTOR
check_CONTROL = DISK_CONTROL - DISK_SECTOR
check_LIST = DISK_LIST - DISK_SECTOR

; Sector r1 gets words of the check's own behind its name.
check_plant:
    push r1
    mov r0, check_READ
    call check_raw
    call check_begin
.next:
    store [r1], r3
    call check_step
    jb .next
    pop r1
    mov r0, check_WRITE
    call check_raw
    push r1
    call check_begin                    ; and the page holds none of them any more
    clr r3
.clear:
    store [r1], r3
    add r1, 4
    cmp r1, r2
    jb .clear
    pop r1
    ret

; r0 = 0 if sector r1 of the disk holds these words.
check_on_disk:
    push r1
    mov r0, check_READ
    call check_raw
    mov r1, check_page
    call check_planted
    pop r1
    ret

; r0 = 0 if the sector in memory at r1 holds these words.
check_planted:
    push r1
    push r2
    push r3
    push r4
    call check_from
    mov r0, 1
.next:
    load r4, [r1]
    cmp r4, r3
    jne .end
    call check_step
    jb .next
    clr r0
.end:
    pop r4
    pop r3
    pop r2
    pop r1
    ret

; From r1 to r2 the words lie; r3 is the first.
check_begin:
    mov r1, check_page
check_from:
    add r2, r1, SECTOR_SIZE
    add r1, 16
    mov r3, {{SEED}}
    ret
check_step:
    mul r3, 77
    add r3, {{SEED}}
    add r1, 4
    cmp r1, r2
    ret

; Command r0 for sector r1 and check_page.
check_raw:
    push r1
    push r2
    push r3
    push r4
    push r5
    push r6
    push r7
    cli
    mov r4, DISK_SECTOR
    load r5, [r4 + check_CONTROL]
    load r6, [r4 + check_ADDRESS]
    load r7, [r4 + check_COUNT]
    load r2, [r4]
    push r2
    load r2, [r4 + check_LIST]
    push r2
    clr r2
    store [r4 + check_CONTROL], r2
    store [r4 + check_LIST], r2
    store [r4], r1
    mov r2, check_page
    store [r4 + check_ADDRESS], r2
    mov r2, 1
    store [r4 + check_COUNT], r2
    store [r4 + check_COMMAND], r0
    mov r3, 10000                       ; to look again and again would be exits
.wait:
    dec r3
    cmp r3, 0
    jne .wait
.done:
    load r3, [r4 + check_STATUS]
    test r3, 2
    jz .done
    store [r4 + check_STATUS], r3
    pop r2
    store [r4 + check_LIST], r2
    pop r2
    store [r4], r2
    store [r4 + check_COUNT], r7
    store [r4 + check_ADDRESS], r6
    store [r4 + check_CONTROL], r5
    sti
    pop r7
    pop r6
    pop r5
    pop r4
    pop r3
    pop r2
    pop r1
    ret

.section buffers, 0x20000
check_page:
    .space SECTOR_SIZE
check_guard:
    .space 4
buffer:
    .space 64 * SECTOR_SIZE
check_again:
    .space 64 * SECTOR_SIZE
