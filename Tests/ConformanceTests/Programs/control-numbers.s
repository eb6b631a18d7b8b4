; pins: control registers 1 and 10 to 15 do not exist: to read or write them is undefined
; expect stop: halt
; expect word log0: 0x00060000
; expect word log3: 0x0006000c
; expect word count: 4
; expect r1: 0x77
.include "lib/traps.s"
_start:
    traps
    mov r1, 0x77
site:
    .word 0x78110000                    ; mov r1, control register 1
    .word 0x781a0000                    ; mov r1, control register 10
    .word 0x79110000                    ; mov control register 1, r1
    .word 0x79f10000                    ; mov control register 15, r1
    hlt
caught:
    skip
