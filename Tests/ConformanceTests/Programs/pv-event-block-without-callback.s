; pins: block takes an event that comes although there is no callback, and returns
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 0
; expect r5: 1
.include "lib/pv.s"
_start:
    traps
    timer 3000
    hcall HCALL_BLOCK
    mov r4, r0
    mov r9, PV_SHARED
    loadb r5, [r9 + SHARED_PENDING + CHANNEL_TIMER]
    finish
    untrapped
