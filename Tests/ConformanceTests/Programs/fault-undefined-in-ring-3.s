; pins: an undefined word faults in ring 3 as in ring 0, also where its opcode is privileged
; expect stop: halt
; expect word log0: 0x00060000
; expect word log1: 0x00060004
; expect word log2: 0x00060008
; expect word log3: 0x0006000c
; expect word flags: 0x3000
; expect word count: 4
.include "lib/traps.s"
_start:
    traps
    user site
site:
    ud
    .word 0x70000001                    ; hlt with a bit
    .word 0x78110000                    ; mov r1 from control register 1
    .word 0x79f10000                    ; mov to control register 15
    int 0x80
caught:
    skip
