; pins: the timer's event comes once, through the callback, with events masked and a frame of what it interrupted
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word callbacks: 1
; expect word timer_events: 1
; expect word event_flags: 0x1202
; expect word event_masked: 1
; expect word event_frame: 0x21ff0
; expect r4: 0
; expect r5: 0
.include "lib/pv.s"
_start:
    traps
    events
    mov sp, 0x22000
    timer 20000
    unmask_events
    get r5, callbacks
    cmp r4, r4
.rept 20000
    nop
.endr
    mov r4, 0
    finish
    untrapped
