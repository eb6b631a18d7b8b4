; pins: the hypervisor does not push a frame where ring 1 cannot write: on the start page
; expect stop: exit
; expect exit: 99
; expect word vector: 8
; expect engines: pv
; expect r5: 1
.include "lib/pv.s"
_start:
    traps
    mov r5, 1
    mov sp, PV_START + 0x100
    int 0x83
    mov r5, 2
    untrapped
