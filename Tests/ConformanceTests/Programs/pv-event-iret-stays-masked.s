; pins: HCALL_IRET with a frame without FLAG_INTERRUPT delivers nothing
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word callbacks: 0
; expect r4: 1
; expect r5: 1
.include "lib/pv.s"
_start:
    traps
    events
    unmask_events
    mask_events
    timer 2000
    linger 20000
    push_frame on, 1 << FLAG_RING_SHIFT, 0x21f00
    hcall HCALL_IRET
    jmp failed
on:
    get r4, PV_SHARED + SHARED_EVENTS_MASKED
    mov r5, PV_SHARED
    loadb r5, [r5 + SHARED_PENDING + CHANNEL_TIMER]
    finish
    untrapped
