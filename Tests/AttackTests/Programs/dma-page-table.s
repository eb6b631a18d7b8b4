; attacks: the disk writes into the page table in use, with entries for frames of the host's and for the table itself
; expect stop: halt
; expect r3: -1
; expect r4: 0x1200f
; expect r5: 0xaa
; expect word count: 0
.include "lib/traps.s"
.include "lib/paging.s"
.include "lib/disk.s"
IMAGE = 0x40000
_start:
    traps
    tables
    poke frame_a, 0xaa
    ; a sector of entries: past RAM, the table itself, a page
    poke IMAGE, 0x1001000 | ALL
    poke IMAGE + 4, window | ALL
    poke IMAGE + 8, frame_a | ALL
    disk DISK_WRITE, 40, IMAGE, 1
    poke directory + (DISK_SECTOR >> 22) * 4, spare | KERNEL
    poke spare + ((DISK_SECTOR >> 12) & 1023) * 4, (DISK_SECTOR & PTE_FRAME) | KERNEL
    poke window, frame_a | ALL
    poke window + 4, frame_b | ALL
    poke window + 8, frame_c | ALL
    paging
    mov r6, WINDOW
    mov r7, WINDOW + PAGE_SIZE
    mov r8, WINDOW + 2 * PAGE_SIZE
    load r3, [r6]
    store [r7], r7
    store [r8], r8
    disk DISK_READ, 40, window, 1
    mov r0, cr3
    mov cr3, r0
site:
    store [r6], r6
    load r3, [r6]
    load r5, [r8]
    ; through the table's own entry: one more for the host's frame 0 of the monitor's, by number
    mov r0, 0x1000000 | ALL
    store [r7 + 8], r0
    invlpg r8
    store [r8], r8
    load r4, [r8]
    cmp r4, -1
    jne caught
    mov r0, window | PTE_PRESENT | PTE_WRITABLE | PTE_USER
    store [r7 + 12], r0
    mov r6, WINDOW + 3 * PAGE_SIZE
    load r4, [r6 + 12]
    and r4, r4, 0xf01f
    mov r1, 0x10000
    or r4, r4, r1
caught:
    hlt
