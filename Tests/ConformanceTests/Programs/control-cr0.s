; pins: a write of bits that cr0 does not have faults and changes nothing
; expect stop: halt
; expect r1: 0
; expect r2: 4
; expect r3: 4
; expect word err0: 9
; expect word err1: 9
; expect word count: 2
.include "lib/traps.s"
_start:
    traps
    mov r1, cr0
    mov r8, CR0_TRAP_TIME
    mov cr0, r8
    mov r2, cr0
    mov r8, 16
    mov r9, 0x80000000
site:
    mov cr0, r8
    mov cr0, r9
    mov r3, cr0
    hlt
caught:
    skip
