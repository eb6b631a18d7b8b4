; pins: ring 1 may not execute what is privileged: cli, sti, hlt, out, in, control registers, invlpg, lidt
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word count: 10
; expect word log0: 0x000d0000
; expect word log9: 0x000d0024
; expect word err0: 1
; expect word err1: 1
; expect word err2: 1
; expect word err3: 1
; expect word err4: 1
; expect word err5: 1
; expect word err6: 1
; expect word err7: 1
; expect word err8: 1
; expect word err9: 1
; expect r5: 0x55
.include "lib/pv.s"
_start:
    traps
    clr r4
    mov r5, 0x55
site:
    cli
    sti
    hlt
    out POWER_EXIT, r4
    in r5, CONSOLE_DATA
    mov r5, cr3
    mov cr0, r4
    mov limit, r4
    invlpg r4
    lidt r4
    finish
caught:
    jmp skip
