; pins: an event for a kernel whose sp is nowhere is a double fault
; expect stop: exit
; expect exit: 99
; expect word vector: 8
; expect engines: pv
; expect r5: 1
.include "lib/pv.s"
_start:
    traps
    events
    timer 100000
    unmask_events
    mov r5, 1
    mov sp, WINDOW
    linger 100000
    mov r5, 2
    mov sp, 0x22000
    finish
    untrapped
