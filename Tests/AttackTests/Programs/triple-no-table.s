; attacks: a triple fault by a trap table that is not mapped
; expect stop: triple-fault
; expect word count: 0
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    paging
    mov r0, WINDOW
    lidt r0
    user site
site:
    int 0x80
caught:
    hlt
