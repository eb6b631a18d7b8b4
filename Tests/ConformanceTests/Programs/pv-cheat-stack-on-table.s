; pins: the hypervisor does not push a frame on a page table
; expect stop: exit
; expect exit: 99
; expect word vector: 8
; expect engines: pv
; expect r5: 1
.include "lib/pv.s"
_start:
    traps
    mov r5, 1
    get sp, PV_START + START_FREE_END
    add sp, 0x100
    int 0x83
    mov r5, 2
    untrapped
