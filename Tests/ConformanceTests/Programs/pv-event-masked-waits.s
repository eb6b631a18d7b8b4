; pins: while events are masked there is no callback, but the event is in the shared page; nobody calls for it after a store
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 1
; expect r5: 1
; expect r6: 0
; expect r7: 0
; expect r8: 1
.include "lib/pv.s"
_start:
    traps
    events
    timer 2000
    linger 20000
    mov r9, PV_SHARED
    loadb r4, [r9 + SHARED_PENDING + CHANNEL_TIMER]
    clr r5
    load r6, [r9 + SHARED_EVENTS_PENDING]
    cmp r6, 0
    je .none
    inc r5
.none:
    get r6, callbacks
    unmask_events
    linger 20000
    get r7, callbacks
    clr r8
    load r0, [r9 + SHARED_EVENTS_PENDING]
    cmp r0, 0
    je .end
    inc r8
.end:
    finish
    untrapped
