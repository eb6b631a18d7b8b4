; pins: ring 3 may not execute what is privileged, either
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word count: 4
; expect word log0: 0x000d0000
; expect word err0: 1
; expect word err1: 1
; expect word err2: 1
; expect word err3: 1
; expect word flags: 0x3002
.include "lib/pv.s"
_start:
    traps
    user start
caught:
    jmp skip
.align 4096
start:
    cmp r4, r4
site:
    cli
    hlt
    out POWER_EXIT, r4
    mov cr3, r4
    int 0x80
