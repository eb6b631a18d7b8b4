; pins: FLAG_INTERRUPT in a frame is the event mask as it was, and a gate that does not leave it alone masks events
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 0x1202
; expect r5: 1
; expect r6: 0x1002
; expect r7: 1
.include "lib/pv.s"
_start:
    traps
    mask_events
    unmask_events
    mov r10, first
    cmp r1, r1
site:
    int 0x83
first:
    get r4, flags
    get r5, PV_SHARED + SHARED_EVENTS_MASKED
    mov r10, second
    cmp r1, r1
    int 0x83
second:
    get r6, flags
    get r7, PV_SHARED + SHARED_EVENTS_MASKED
    finish
caught:
    jmp r10
