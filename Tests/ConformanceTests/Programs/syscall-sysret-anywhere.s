; pins: sysret needs no syscall before it, and can point r13 and r14 at any place
; expect stop: halt
; expect word log0: 0x000d0002
; expect word err0: 8
; expect word flags: 0x3000
; expect word old_sp: 0x1233
.include "lib/traps.s"
_start:
    traps
    clr r12
    mov r13, site + 2
    mov r14, 0x1233
    sysret
site:
    nop
caught:
    hlt
