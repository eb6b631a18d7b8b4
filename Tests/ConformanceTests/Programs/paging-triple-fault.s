; pins: with sp0 on a missing page neither a fault in ring 3 nor its double fault can be delivered
; expect stop: triple-fault
; expect r1: 7
; expect r15: 0x24000
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    paging
    mov r0, WINDOW + 0x1000
    mov sp0, r0
    mov r1, 7
    user site
site:
    ud
caught:
    mov r1, 8
    hlt
