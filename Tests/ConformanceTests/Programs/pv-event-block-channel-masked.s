; pins: an event whose channel is masked does not end a block
; expect stop: limit
; expect engines: pv
; expect r5: 1
; expect word callbacks: 0
.include "lib/pv.s"
_start:
    traps
    events
    mov r9, PV_SHARED
    mov r5, 1
    storeb [r9 + SHARED_MASKED + CHANNEL_TIMER], r5
    timer 2000
    hcall HCALL_BLOCK
    mov r5, 2
    finish
    untrapped
