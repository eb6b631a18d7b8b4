; pins: syscall clears TF: no trap behind it nor in the kernel; r12 has TF, and behind sysret tracing goes on
; expect stop: halt
; expect word log0: 0x00010004
; expect word log1: 0x0001000c
; expect word count: 2
; expect r5: 0x100
; expect r6: 0
.include "lib/traps.s"
_start:
    traps
    mov r1, entry
    mov sysentry, r1
    user site, FLAG_TRACE
site:
    nop
    syscall
    nop
    int 0x80
entry:
    mov r5, r12
    pushf
    pop r6
    sysret
caught:
    iret
