; pins: invlpg needs no mapping behind its address, takes any address, and faults nowhere
; expect stop: halt
; expect word count: 0
; expect r5: 3
; expect word 0x10400: 0x1200f
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    paging
site:
    mov r1, WINDOW + 1
    invlpg r1
    inc r5
    mov r1, -1
    invlpg r1
    inc r5
    mov r1, STRIP_BASE
    invlpg r1
    inc r5
caught:
    hlt
