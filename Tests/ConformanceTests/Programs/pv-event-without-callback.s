; pins: without a callback an event is noted, and nothing else happens
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 1
; expect r5: 1
.include "lib/pv.s"
_start:
    traps
    events
    must HCALL_SET_EVENT_CALLBACK, 0
    unmask_events
    timer 2000
    linger 20000
    mov r9, PV_SHARED
    loadb r4, [r9 + SHARED_PENDING + CHANNEL_TIMER]
    mov r5, 1
    finish
    untrapped
