; pins: with cr3 beyond RAM not even the trap table can be read: a triple fault
; expect stop: triple-fault
; expect r1: 0x01000000
; expect word count: 0
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    paging
    mov r1, 0x01000000
site:
    mov cr3, r1
    mov r1, 1
caught:
    hlt
