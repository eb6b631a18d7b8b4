; pins: a time that is over comes at once
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word timer_events: 1
.include "lib/pv.s"
_start:
    traps
    events
    linger 1000
    must HCALL_SET_TIMER, 1, 0
    hcall HCALL_BLOCK
    finish
    untrapped
