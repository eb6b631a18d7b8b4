; pins: syscall enters ring 0 at sysentry on sp0 with IF and TF clear, the other flags kept, and touches no memory
; expect stop: halt
; expect r1: 5
; expect r2: 0
; expect r15: 0x20000
; expect word 0x1fffc: 0
; expect word count: 0
.include "lib/traps.s"
_start:
    traps
    mov r1, entry
    mov sysentry, r1
    clr r3
    user start, FLAG_INTERRUPT
start:
    cmp r3, 1
site:
    syscall
entry:
    load r4, [sp - 4]
    pushf
    pop r1
    rdring r2
    clr r3
    store [sp - 4], r3
    hlt
caught:
    hlt
