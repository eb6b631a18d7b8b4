; pins: HCALL_IRET with FLAG_INTERRUPT delivers what came while events were masked, and then goes where the frame says
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word callbacks: 1
; expect word timer_events: 1
; expect word event_flags: 0x1200
; expect word event_frame: 0x21ef0
; expect r4: 0
.include "lib/pv.s"
_start:
    traps
    events
    timer 2000
    linger 20000
    mov sp, 0x22000
    push_frame on, 1 << FLAG_RING_SHIFT | FLAG_INTERRUPT, 0x21f00
    hcall HCALL_IRET
    jmp failed
on:
    get r4, PV_SHARED + SHARED_EVENTS_MASKED
    finish
    untrapped
