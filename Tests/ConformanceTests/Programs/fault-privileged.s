; pins: every privileged instruction faults in ring 3, at its own pc, and does nothing
; expect stop: halt
; expect word count: 14
; expect word log0: 0x000d0000
; expect word log1: 0x000d0004
; expect word log11: 0x000d002c
; expect word err0: 1
; expect word err11: 1
; expect word error: 1
; expect word pc: 52
; expect word flags: 0x3200
; expect r1: 0x4000
; expect r15: 0x1fff0
.include "lib/traps.s"
_start:
    traps
    mov r1, 0x4000
    mov r13, 0x1000
    user site, FLAG_INTERRUPT
site:
    hlt
    cli
    sti
    lidt r1
    sysret
    in r1, CONSOLE_STATUS
    in r1, r1
    out POWER_EXIT, r1
    out r1, r1
    mov r1, cr0
    mov r1, cr8
    mov cr0, r1
    mov cr2, r1
    invlpg r1
    int 0x80
caught:
    skip
