; pins: a program in ring 3 can end a machine whose kernel has no table
; expect stop: triple-fault
; expect r1: 5
; expect r15: 0x24000
; expect word count: 0
.include "lib/traps.s"
_start:
    traps
    mov r0, 0x30000                     ; all zeroes
    lidt r0
    mov r1, 4
    user start
start:
    mov r1, 5
site:
    ud
caught:
    hlt
