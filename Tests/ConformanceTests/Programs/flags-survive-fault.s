; pins: flags set before a faulting instruction are in the frame and still hold when it has been repaired
; expect stop: halt
; expect r1: 1
; expect r3: 7
; expect word flags: 5
; expect word pc: 0
.include "lib/traps.s"
_start:
    traps
    mov r4, 21
    clr r5
    cmp r5, 1
site:
    div r3, r4, r5
    jb yes
    hlt
yes:
    mov r1, 1
    hlt
caught:
    mov r5, 3
    cmp r5, 3
    iret
