; pins: a mapping of the table can clear its own entry; after invlpg it is gone
; expect stop: halt
; expect word 0x12004: 0
; expect word error: 2
; expect word address: 0x40001008
; expect word count: 1
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke second, window | ALL
    paging
    mov r7, SECOND
    clr r1
    store [r7 + 4], r1
    invlpg r7
site:
    store [r7 + 8], r1
caught:
    hlt
