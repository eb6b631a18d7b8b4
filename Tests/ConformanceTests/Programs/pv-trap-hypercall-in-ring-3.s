; pins: a hypercall from ring 3 is an undefined instruction, and does nothing
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word log0: 0x00060000
; expect word log1: 0x00060004
; expect word count: 2
; expect r2: 2
.include "lib/pv.s"
_start:
    traps
    user start
caught:
    jmp skip
.align 4096
start:
    mov r1, 77
    mov r2, 2
site:
    hcall HCALL_SHUTDOWN
    hcall 0x7fff
    int 0x80
