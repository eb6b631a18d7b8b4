; pins: a trap frame that is pushed into a disk's registers is a command to it
; expect stop: halt
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke directory + (DISK_SECTOR >> 22) * 4, spare | KERNEL
    poke spare + ((DISK_SECTOR >> 12) & 1023) * 4, (DISK_SECTOR & PTE_FRAME) | KERNEL
    poke DISK_ADDRESS, frame_a
    poke DISK_COUNT, 1
    gate 14, caught, GATE_PRESENT | GATE_FRESH_STACK
    mov r0, DISK_SECTOR+16
    mov sp0, r0
    paging
    mov r6, SECOND
site:
    store [r6], r1
caught:
    nop
    mov r2, 4000
.l: dec r2
    cmp r2, 0
    jne .l
    mov r1, DISK_STATUS
    load r0, [r1]
    hlt
