; pins: int through a trap table on a missing page is a page fault of the int; with no table for that either, a triple fault
; expect stop: triple-fault
; expect r1: 5
; expect r15: 0x22000
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    paging
    mov r0, WINDOW
    lidt r0
    mov r1, 5
site:
    int 0x81
    mov r1, 6
caught:
    hlt
