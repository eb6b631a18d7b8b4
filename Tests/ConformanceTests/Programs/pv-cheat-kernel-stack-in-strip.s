; pins: a kernel stack in the strip is refused, or else a direct trap from ring 3 finds that it cannot write there
; expect stop: crash
; expect engines: pv
; expect r5: 1
.include "lib/pv.s"
_start:
    traps
    ask HCALL_SET_KERNEL_STACK, 0xffc01000
    mov r5, 1
    cmp r0, STATUS_DONE
    je on
    mov sp, WINDOW                      ; refused: then end in the same way
    int 0x83
on:
    user start
.align 4096
start:
    int 0x82
    mov r5, 2
    untrapped
