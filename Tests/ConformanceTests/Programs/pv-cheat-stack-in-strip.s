; pins: the hypervisor does not push a frame in its own strip
; expect stop: exit
; expect exit: 99
; expect word vector: 8
; expect engines: pv
; expect r5: 1
.include "lib/pv.s"
_start:
    traps
    mov r5, 1
    mov sp, 0xffc01000
    int 0x83
    mov r5, 2
    untrapped
