; The timer interrupts, too, while the disk works: by no means has the disk ended then.
;
; given disk: default

.include "platform.s"

check_SECTORS = 100

main:
    mov r1, {{FIRST}} + {{AT}}
    call check_plant
    cli
    gate 32 + TIMER_LINE, check_on_timer
    in r1, PIC_MASK
    and r1, ~(1 << TIMER_LINE) & 0xffff
    out PIC_MASK, r1
    mov r1, 40000                       ; the disk takes longer than that
    out TIMER_PERIOD, r1
    mov r1, 1                           ; once
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
    mov r1, check_ticks
    load r1, [r1]
    cmp r1, 1
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
    mov r1, 1
    out TIMER_STATUS, r1
    out PIC_EOI, r1
    mov r1, check_ticks
    load r2, [r1]
    inc r2
    store [r1], r2
    pop r2
    pop r1
    iret

.align 4
.include "tests/disk.s"

.section buffers, 0x20000
check_page:
    .space SECTOR_SIZE
check_ticks:
    .word 0
buffer:
    .space check_SECTORS * SECTOR_SIZE
