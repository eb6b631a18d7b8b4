; pins: an event whose channel is masked is noted as come, but not as pending, and is not called for
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word callbacks: 0
; expect r4: 1
; expect r5: 0
.include "lib/pv.s"
_start:
    traps
    events
    unmask_events
    mov r9, PV_SHARED
    mov r1, 1
    storeb [r9 + SHARED_MASKED + CHANNEL_TIMER], r1
    timer 2000
    linger 20000
    mov r9, PV_SHARED
    loadb r4, [r9 + SHARED_PENDING + CHANNEL_TIMER]
    load r5, [r9 + SHARED_EVENTS_PENDING]
    finish
    untrapped
