; One long request, and one short one. A timer looks meanwhile whether the processor sleeps: whether what it
; interrupts stands behind hlt while the disk is busy with what was asked for.
;
; given disk: default

.include "platform.s"

check_SECTORS = 64

main:
    mov r1, {{FIRST}} + {{AT}}
    call check_plant
    cli
    gate 32 + TIMER_LINE, check_on_timer
    in r1, PIC_MASK
    and r1, ~(1 << TIMER_LINE) & 0xffff
    out PIC_MASK, r1
    mov r1, 10000
    out TIMER_PERIOD, r1
    mov r1, 1                           ; once, and again at the handler's end
    out TIMER_CONTROL, r1
    sti
    mov r1, {{FIRST}}
    mov r2, buffer
    mov r3, check_SECTORS
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
    mov r1, {{FIRST}} + 64
    mov r2, buffer + {{AT}} * SECTOR_SIZE
    mov r3, 1
    call disk_write
    cmp r0, 0
    jne check_failed
    cli
    clr r2
    out TIMER_CONTROL, r2
    mov r2, 1
    out TIMER_STATUS, r2
    sti
    call check_on_disk
    cmp r0, 0
    jne check_failed
    mov r1, {{CODE}}
check_passed:
    jmp exit
check_failed:
    mov r1, 1
    jmp exit

check_on_timer:
    push r1
    push r2
    push r3
    push r4
    mov r1, 1
    out TIMER_STATUS, r1
    out PIC_EOI, r1
    mov r4, DISK_SECTOR
    load r1, [r4 + check_STATUS]
    test r1, 1                          ; busy
    jz .end
    load r1, [r4 + check_ADDRESS]
    load r2, [r4 + check_LIST]
    cmp r2, 0
    je .address
    load r1, [r2]
.address:
    mov r2, buffer                      ; for the program, and not for something else
    cmp r1, r2
    jb .end
    mov r2, buffer + check_SECTORS * SECTOR_SIZE
    cmp r1, r2
    jae .end
    load r1, [sp + 16 + FRAME_PC]
    load r1, [r1 - 4]
    mov r2, check_hlt
    load r2, [r2]
    mov r3, check_asleep
    cmp r1, r2
    je .count
    mov r3, check_awake
.count:
    load r1, [r3]
    inc r1
    store [r3], r1
.end:
    mov r1, 1
    out TIMER_CONTROL, r1
    pop r4
    pop r3
    pop r2
    pop r1
    iret
check_hlt:
    hlt
.align 4
.include "tests/disk.s"

.section buffers, 0x20000
check_asleep:
    .word 0
check_awake:
    .word 0
check_page:
    .space SECTOR_SIZE
buffer:
    .space check_SECTORS * SECTOR_SIZE
