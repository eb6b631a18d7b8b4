; pins: execution that runs off the end of RAM faults at the first address behind it
; expect stop: halt
; expect r1: 3
; expect word vector: 6
; expect word pc: 0
site = 0x01000000
.include "lib/traps.s"
_start:
    traps
    mov r2, code
    load r3, [r2]
    mov r4, site
    store [r4 - 8], r3
    store [r4 - 4], r3
    mov r1, 1
    sub r4, 8
    jmp r4
code:
    add r1, 1
caught:
    hlt
