; pins: a sysentry in the strip is taken, and the syscall arrives there in ring 0 and faults
; expect stop: halt
; expect word log0: 0x000d0004
; expect word err0: 7
; expect word flags: 0
; expect word old_sp: 0x20000
; expect r14: 0x24000
.include "lib/traps.s"
site = STRIP_BASE
_start:
    traps
    mov r1, site + 4
    mov sysentry, r1
    clr r1
    user start
start:
    syscall
caught:
    hlt
