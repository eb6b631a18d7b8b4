; pins: a stack in the strip faults for push, pop, call and ret, and sp keeps its value
; expect stop: halt
; expect word log0: 0x000d0000
; expect word log1: 0x000d0004
; expect word log2: 0x000d0008
; expect word log3: 0x000d000c
; expect word err0: 7
; expect word err3: 7
; expect word old_sp: 0xffd00000
; expect word count: 4
.include "lib/traps.s"
_start:
    traps
    user start
start:
    mov sp, 0xffd00000
site:
    push r1
    pop r1
    call site
    ret
    int 0x80
caught:
    skip
