; pins: setTimer 0 calls the timer off, and a second time takes the place of the first
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word callbacks: 1
; expect word timer_events: 1
; expect r5: 0
.include "lib/pv.s"
_start:
    traps
    events
    timer 100000
    must HCALL_SET_TIMER, 0, 0
    unmask_events
    linger 100000
    get r5, timer_events
    timer 1000000000
    timer 100000
    linger 100000
    finish
    untrapped
