; pins: in the strip the protection fault comes before any page fault, so cr2 stays
; expect stop: halt
; expect word vector: 13
; expect word error: 7
; expect word address: 0x4321
; expect word 0x10ffc: 0
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    paging
    mov r1, 0x4321
    mov cr2, r1
    mov r1, -4
    user site
site:
    store [r1], r1
caught:
    hlt
