; pins: block with an event that has come already takes that one, and does not wait for another
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word callbacks: 1
; expect word timer_events: 1
; expect r4: 0
.include "lib/pv.s"
_start:
    traps
    events
    timer 2000
    linger 20000
    hcall HCALL_BLOCK
    mov r4, r0
    finish
    untrapped
