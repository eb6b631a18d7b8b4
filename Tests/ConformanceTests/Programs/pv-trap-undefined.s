; pins: an undefined instruction comes from either ring, and so does a root-mode instruction
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word log0: 0x00060000
; expect word log1: 0x00060004
; expect word log2: 0x00060000
; expect word log3: 0x00060004
; expect word count: 4
; expect word flags: 0x3000
.include "lib/pv.s"
_start:
    traps
    jmp site
caught:
    get r6, count
    cmp r6, 2
    jne skip
    user site
.align 4096
site:
    ud
    vmcall
    int 0x80
