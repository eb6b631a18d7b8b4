; pins: what the disk has put into a frame is seen through every mapping of it, though it has been read before
; expect stop: halt
; expect r3: 0x74636573
; expect r4: 0
; expect r5: 0x74636573
; expect word 0x12000: 0x3002f
.include "lib/traps.s"
.include "lib/paging.s"
.include "lib/disk.s"
_start:
    traps
    tables
    poke window, frame_a | ALL
    poke directory + (DISK_SECTOR >> 22) * 4, spare | KERNEL
    poke spare + ((DISK_SECTOR >> 12) & 1023) * 4, (DISK_SECTOR & PTE_FRAME) | KERNEL
    paging
    mov r6, WINDOW
    load r4, [r6 + 0x200]
    disk DISK_READ, 3, frame_a + 0x200, 1
site:
    load r3, [r6 + 0x200]
    mov r7, frame_a
    load r5, [r7 + 0x200]
caught:
    hlt
