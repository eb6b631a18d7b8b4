; pins: a disk that reads into the page table in use has changed it once the page is flushed
; expect stop: halt
; expect r3: 0xaa
; expect r4: 0xbb
.include "lib/traps.s"
.include "lib/paging.s"
.include "lib/disk.s"
_start:
    traps
    tables
    poke directory + (DISK_SECTOR >> 22) * 4, spare | KERNEL
    poke spare + ((DISK_SECTOR >> 12) & 1023) * 4, (DISK_SECTOR & PTE_FRAME) | KERNEL
    poke frame_a, 0xaa
    poke frame_b, 0xbb
    poke window, frame_b | ALL
    disk DISK_WRITE, 40, window, 1
    poke window, frame_a | ALL
    paging
    mov r6, WINDOW
    load r3, [r6]
    mov r5, frame_a
    disk DISK_READ, 40, window, 1
    invlpg r6
site:
    load r4, [r6]
caught:
    hlt
