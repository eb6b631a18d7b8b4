; pins: a gate with GATE_KEEP_INTERRUPTS leaves the event mask alone
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word vector: 0x84
; expect r4: 0
.include "lib/pv.s"
_start:
    traps
    unmask_events
site:
    int 0x84
caught:
    get r4, PV_SHARED + SHARED_EVENTS_MASKED
    finish
