; pins: so is one by a direct gate
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
    int 0x82
    mov r5, 2
    untrapped
