; pins: a trap from ring 3 with nowhere to push its frame is the end of the guest
; expect stop: crash
; expect engines: pv
; expect r5: 1
.include "lib/pv.s"
_start:
    traps
    must HCALL_SET_KERNEL_STACK, WINDOW
    user start
.align 4096
start:
    mov r5, 1
    int 0x81
    mov r5, 2
    untrapped
