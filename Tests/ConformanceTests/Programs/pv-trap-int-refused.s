; pins: int from ring 3 is refused by a gate that is not for ring 3, and by an absent one, as the hardware would
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word log0: 0x000d0000
; expect word err0: 0x8304
; expect word log1: 0x000d0004
; expect word err1: 0x8404
; expect word log2: 0x000d0008
; expect word err2: 0x8502
; expect word log3: 0x000d000c
; expect word err3: 0xe04
; expect word count: 4
.include "lib/pv.s"
_start:
    traps
    user start
caught:
    jmp skip
.align 4096
start:
site:
    int 0x83
    int 0x84
    int 0x85
    int 14
    int 0x80
