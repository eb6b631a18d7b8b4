; pins: a kernel stack or a callback that is misaligned is refused, and the one before stays
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -3
; expect r5: -3
; expect word frame: 0x1fff0
.include "lib/pv.s"
_start:
    traps
    events
    ask HCALL_SET_KERNEL_STACK, kernel_stack + 2
    mov r4, r0
    ask HCALL_SET_EVENT_CALLBACK, on_event + 2
    mov r5, r0
    user start
caught:
    finish
.align 4096
start:
site:
    int 0x81
