; pins: block does not return without an event
; expect stop: limit
; expect engines: pv
; expect r5: 1
.include "lib/pv.s"
_start:
    traps
    events
    mov r5, 1
    hcall HCALL_BLOCK
    mov r5, 2
    finish
    untrapped
