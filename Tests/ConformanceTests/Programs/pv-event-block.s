; pins: block unmasks events and returns when one has been taken
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word callbacks: 1
; expect word timer_events: 1
; expect word event_flags: 0x1202
; expect r4: 0
; expect r5: 0
; expect r6: 66
.include "lib/pv.s"
_start:
    traps
    events
    timer 50000
    mov r6, 66
    cmp r6, r6
    hcall HCALL_BLOCK
    mov r4, r0
    get r5, PV_SHARED + SHARED_EVENTS_MASKED
    finish
    untrapped
