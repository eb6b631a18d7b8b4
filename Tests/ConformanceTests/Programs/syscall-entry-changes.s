; pins: a new sysentry counts from the next syscall on, and a syscall through the old one is gone
; expect stop: halt
; expect r1: 0x21
; expect r15: 0x20000
.include "lib/traps.s"
_start:
    traps
    mov r2, one
    mov sysentry, r2
    user site
site:
    syscall
    syscall
one:
    mov r1, 1
    mov r2, two
    mov sysentry, r2
    sysret
two:
    or r1, 0x20
caught:
    hlt
