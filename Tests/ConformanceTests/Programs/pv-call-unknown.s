; pins: a hypercall that there is not answers so, and a call keeps the registers that are not its answer
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -1
; expect r5: -1
; expect r2: 22
; expect r3: 33
; expect r12: 12
; expect r14: 14
.include "lib/pv.s"
_start:
    mov r12, 12
    mov r14, 14
    ask 0x1234, 11, 22, 33
    mov r4, r0
    cmp r1, 11
    jne failed
    ask 22, 11, 22, 33
    mov r5, r0
    finish
    untrapped
