; pins: a gate for ring 3 that does not leave events alone masks them, and the frame says that they were not
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word flags: 0x3204
; expect word vector: 0x81
; expect r4: 1
.include "lib/pv.s"
_start:
    traps
    user start, FLAG_INTERRUPT
caught:
    get r4, PV_SHARED + SHARED_EVENTS_MASKED
    finish
.align 4096
start:
    mov r1, -1
    cmp r1, 0
site:
    int 0x81
