; pins: a direct trap from ring 3 cannot push its frame on a page table
; expect stop: crash
; expect engines: pv
; expect r5: 1
.include "lib/pv.s"
_start:
    traps
    get r4, PV_START + START_FREE_END
    add r4, 0x100
    must HCALL_SET_KERNEL_STACK, r4
    mov r5, 1
    user start
.align 4096
start:
    int 0x82
    mov r5, 2
    untrapped
