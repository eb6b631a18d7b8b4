; attacks: disk transfers to and from addresses past the guest's RAM, across its end, into devices and round the top of memory
; expect stop: halt
; expect r3: 0x74636573
; expect r4: -1
; expect r5: 0x74636573
; expect r9: 0
; expect word count: 0
.include "lib/traps.s"
.include "lib/disk.s"
END = 0x1000000
LAST = END - 0x200
.macro moved command, sector, place, count
    disk \command, \sector, \place, \count
    ; the bit for what was refused
    and r0, r0, 4
    or r9, r9, r0
    disk_seen
.endm
_start:
    traps
    clr r9
    moved DISK_READ, 1, END, 128
    moved DISK_READ, 1, END + 0x1000, 128
    moved DISK_READ, 1, END + 0x3ffe00, 2
    moved DISK_READ, 1, END + 0x400000, 1
    moved DISK_READ, 1, LAST, 1
    moved DISK_READ, 2, LAST, 128
    moved DISK_READ, 2, DISPLAY_CELLS, 8
    moved DISK_READ, 2, STRIP_BASE + 0x1000, 8
    mov r6, LAST
    load r3, [r6]
    ; what is past the end is all ones on the disk
    moved DISK_WRITE, 100, END, 1
    moved DISK_READ, 100, 0x40000, 1
    mov r6, 0x40000
    load r4, [r6]
    ; the second page of this one is page 0
    moved DISK_READ, 7, 0xfffffe00, 2
    clr r6
    load r5, [r6]
site:
    hlt
caught:
    hlt
