; pins: HCALL_IRET masks events unless the frame has FLAG_INTERRUPT, and unmasks them if it has
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 0
; expect r5: 1
.include "lib/pv.s"
_start:
    traps
    push_frame on, 1 << FLAG_RING_SHIFT | FLAG_INTERRUPT, 0x22000
    hcall HCALL_IRET
on:
    get r4, PV_SHARED + SHARED_EVENTS_MASKED
    push_frame on2, 1 << FLAG_RING_SHIFT, 0x22000
    hcall HCALL_IRET
on2:
    get r5, PV_SHARED + SHARED_EVENTS_MASKED
    finish
    untrapped
