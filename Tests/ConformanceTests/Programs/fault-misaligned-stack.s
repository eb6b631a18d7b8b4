; pins: push, pop, call and ret on a misaligned stack fault and leave sp alone
; expect stop: halt
; expect word log0: 0x000d0000
; expect word log1: 0x000d0004
; expect word log2: 0x000d0008
; expect word log3: 0x000d000c
; expect word log4: 0x000d0010
; expect word err4: 8
; expect word old_sp: 0x23ffd
; expect word count: 5
.include "lib/traps.s"
_start:
    traps
    user start
start:
    sub sp, 3
site:
    push r1
    pop r1
    call site
    call r1
    ret
    int 0x80
caught:
    skip
