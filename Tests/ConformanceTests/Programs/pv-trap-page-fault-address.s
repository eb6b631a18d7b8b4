; pins: a page fault's address is in the shared page, and its error code tells access and ring
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word log0: 0x000e0000
; expect word log1: 0x000e0004
; expect word err0: 4
; expect word err1: 6
; expect r5: 0x40000123
; expect r6: 0x40001ffc
.include "lib/pv.s"
_start:
    traps
    mov r4, WINDOW
    mov r10, second
site:
    loadb r1, [r4 + 0x123]
    store [r4 + 0x1ffc], r1
caught:
    jmp r10
second:
    get r5, PV_SHARED + SHARED_FAULT_ADDRESS
    mov r10, third
    jmp skip
third:
    get r6, PV_SHARED + SHARED_FAULT_ADDRESS
    finish
