; pins: cr2 is written by page faults only, and by mov
; expect stop: halt
; expect r4: 0x40000124
; expect r5: 0x40000124
; expect r6: 0x1111
; expect r7: 0x40000200
; expect word count: 4
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    paging
    mov r3, WINDOW
    clr r2
site:
    load r1, [r3 + 0x124]
    mov r4, cr2
    div r1, r1, r2
    load r1, [r3 + 0x125]               ; misaligned: a protection fault
    mov r5, cr2
    mov r1, 0x1111
    mov cr2, r1
    mov r6, cr2
    store [r3 + 0x200], r1
    mov r7, cr2
    hlt
caught:
    skip
