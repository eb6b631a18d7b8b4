; pins: iret from ring 1 leaves the event mask alone, whatever the frame says
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 1
; expect r5: 0
.include "lib/pv.s"
_start:
    traps
    push_frame on, 1 << FLAG_RING_SHIFT | FLAG_INTERRUPT, 0x22000
    iret
on:
    get r4, PV_SHARED + SHARED_EVENTS_MASKED
    unmask_events
    push_frame on2, 1 << FLAG_RING_SHIFT, 0x22000
    iret
on2:
    get r5, PV_SHARED + SHARED_EVENTS_MASKED
    finish
    untrapped
