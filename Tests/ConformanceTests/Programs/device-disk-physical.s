; pins: the disk's address is physical, whatever the page tables say, and a transfer sets neither A nor D
; expect stop: halt
; expect r0: 2
; expect word 0x12000: 0x3000f
; expect word 0x110c0: 0x3100f
; expect word 0x30000: 0x74636573
; expect word 0x31000: 0
.include "lib/traps.s"
.include "lib/paging.s"
.include "lib/disk.s"
_start:
    traps
    tables
    poke window, frame_a | ALL
    poke identity + (frame_a >> 12) * 4, frame_b | ALL
    poke directory + (DISK_SECTOR >> 22) * 4, spare | KERNEL
    poke spare + ((DISK_SECTOR >> 12) & 1023) * 4, (DISK_SECTOR & PTE_FRAME) | KERNEL
    paging
site:
    disk DISK_READ, 3, frame_a, 1
caught:
    hlt
