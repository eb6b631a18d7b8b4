; pins: a timer can be set to the end of all time, and called off
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 0
; expect r5: 0
; expect word timer_events: 1
.include "lib/pv.s"
_start:
    traps
    events
    unmask_events
    ask HCALL_SET_TIMER, -1, -1
    mov r4, r0
    linger 10000
    ask HCALL_SET_TIMER, 0, 0x80000000
    ask HCALL_SET_TIMER, -1, 0x7fffffff
    linger 10000
    get r5, timer_events
    timer 1000
    linger 10000
    finish
    untrapped
