; pins: a callback in the strip is refused, or a protection fault of ring 1 when it is called: never the hypervisor's code
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 1
.include "lib/pv.s"
_start:
    traps
    ask HCALL_SET_EVENT_CALLBACK, 0xffc00100
    cmp r0, STATUS_DONE
    jne good
    unmask_events
    timer 1000
    linger 100000
site:
    finish
caught:
    get r5, vector
    cmp r5, VECTOR_PROTECTION
    jne failed
    get r5, error
    cmp r5, PROTECTION_STRIP
    jne failed
    get r5, flags
    shr r5, FLAG_RING_SHIFT
    cmp r5, 1
    jne failed
good:
    mov r4, 1
    finish
