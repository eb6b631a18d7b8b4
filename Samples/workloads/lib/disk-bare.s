; The disk on bare metal: registers in memory, DMA, and an interrupt at the end.
;
; `start_driver` is called once; `transfer` then moves a page, and sleeps until that is done.

SECTORS = PAGE_SIZE / 512

WINDOW = 8 << 20                        ; where the disk's registers are seen, once paging is on
ADDRESS = DISK_ADDRESS - DISK_SECTOR
COUNT = DISK_COUNT - DISK_SECTOR
COMMAND = DISK_COMMAND - DISK_SECTOR
STATUS = DISK_STATUS - DISK_SECTOR
CONTROL = DISK_CONTROL - DISK_SECTOR

.section data
disk_status:                            ; what it was at the interrupt; 0 while that has not come
    .word 0
.section text

start_driver:
    get r1, kernel_space
    mov r2, WINDOW
    mov r3, DISK_SECTOR | PTE_PRESENT | PTE_WRITABLE
    call map
    mov r1, 0x20 + DISK_LINE
    mov r2, on_disk
    platform_set_handler
    mov r1, ~(1 << DISK_LINE) & 0xffff
    out PIC_MASK, r1
    mov r2, WINDOW
    mov r1, 1
    store [r2 + CONTROL], r1
    ret

; Transfers between the page that the entry r2 leads to and the sectors from r1 on; r3 says which
; way. r0 = 0 if all went well.
transfer:
    shr r2, 12
    shl r2, 12
    clr r0
    set disk_status, r0, r12            ; which r12 has the address of, from here on
    mov r0, WINDOW
    store [r0], r1
    store [r0 + ADDRESS], r2
    mov r1, SECTORS
    store [r0 + COUNT], r1
    store [r0 + COMMAND], r3            ; this starts it
.wait:
    load r0, [r12]
    cmp r0, 0
    jne .done
    platform_wait
    jmp .wait
.done:
    and r0, 4                           ; set if it was refused
    ret

on_disk:
    push r1
    push r2
    push r3
    mov r2, WINDOW
    load r1, [r2 + STATUS]
    store [r2 + STATUS], r1             ; the disk drops its line
    out PIC_EOI, r1
    set disk_status, r1, r3
    pop r3
    pop r2
    pop r1
    iret
