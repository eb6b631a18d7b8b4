; attacks: lists of pages for the disk that name what is not the guest's, the list itself past RAM and at the top of memory
; expect stop: halt
; expect r3: 0x74636573
; expect r4: 0x74636573
; expect r5: 0
; expect r9: 0
; expect word count: 0
.include "lib/traps.s"
.include "lib/disk.s"
LIST = 0x40000
END = 0x1000000
.macro listed command, sector, place, count, list
    mov r0, DISK_LIST
    mov r1, \list
    store [r0], r1
    disk \command, \sector, \place, \count
    and r0, r0, 4
    or r9, r9, r0
    disk_seen
.endm
.macro entry number, page
    mov r0, LIST + 4 * (\number)
    mov r1, \page
    store [r0], r1
.endm
_start:
    traps
    clr r9
    entry 0, END
    entry 1, 0x50000
    entry 2, STRIP_BASE + 0x1000
    entry 3, END + 0x3ff000
    entry 4, 0xfffff000
    entry 5, DISPLAY_CELLS
    entry 6, END - 0x1000
    entry 7, LIST
    listed DISK_READ, 1, 0, 64, LIST
    mov r6, 0x50000
    load r3, [r6]
    ; the last page took the list's place; it names what the sectors say
    mov r6, LIST
    load r4, [r6]
    listed DISK_READ, 1, 0x200, 64, LIST
    ; lists that are nowhere: all pages are the last of all
    listed DISK_READ, 1, 0, 64, END
    listed DISK_READ, 1, 0, 128, 0xfffffffc
    listed DISK_READ, 1, 0, 128, STRIP_BASE + 0x3000
    listed DISK_READ, 1, 0, 128, DISPLAY_CELLS
    ; a list that begins on the last page and ends behind it
    entry 0, 0x60000
    mov r6, END - 4
    mov r7, 0x60000
    store [r6], r7
    listed DISK_READ, 1, 0xffc, 128, END - 4
    mov r6, 0x61000
    load r5, [r6]
site:
    hlt
caught:
    hlt
