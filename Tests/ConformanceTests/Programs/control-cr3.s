; pins: cr3 takes frames only: a write with a bit below 12 faults and changes nothing
; expect stop: halt
; expect r1: 0xfffff000
; expect r2: 0xfffff000
; expect word err0: 9
; expect word err1: 9
; expect word count: 2
.include "lib/traps.s"
_start:
    traps
    mov r8, 0xfffff000
    mov cr3, r8
    mov r1, cr3
    mov r8, 0x10800
    mov r9, 0x10001
site:
    mov cr3, r8
    mov cr3, r9
    mov r2, cr3
    hlt
caught:
    skip
