; pins: a page table that the disk brings in is used as it came, once the TLB has been flushed
; expect stop: halt
; expect r3: 0xaa
; expect r4: 0xbb
; expect word 0x12000: 0x3102f
; expect word count: 0
.include "lib/traps.s"
.include "lib/paging.s"
.include "lib/disk.s"
_start:
    traps
    tables
    poke frame_a, 0xaa
    poke frame_b, 0xbb
    poke window, frame_b | ALL
    disk DISK_WRITE, 40, window, 1
    poke window, frame_a | ALL
    poke directory + (DISK_SECTOR >> 22) * 4, spare | KERNEL
    poke spare + ((DISK_SECTOR >> 12) & 1023) * 4, (DISK_SECTOR & PTE_FRAME) | KERNEL
    paging
    mov r6, WINDOW
    load r3, [r6]
    disk DISK_READ, 40, window, 1
    mov r0, cr3
    mov cr3, r0
site:
    load r4, [r6]
caught:
    hlt
