; pins: the frame of a direct gate says that events were unmasked even if they were not: nobody looked
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word vector: 0x82
; expect word flags: 0x3200
; expect r4: 1
.include "lib/pv.s"
_start:
    traps
    user start
caught:
    get r4, PV_SHARED + SHARED_EVENTS_MASKED
    finish
.align 4096
start:
site:
    int 0x82
