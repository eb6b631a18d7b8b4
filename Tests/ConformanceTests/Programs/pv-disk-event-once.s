; pins: an event is sent when responses pass the number that was asked for, and not for those before or after
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word disk_events: 1
; expect r4: 1
; expect r5: 3
.include "lib/pv.s"
_start:
    traps
    events
    disk
    grant 1, buffer, GRANT_PERMITTED
    disk_request 0, REQUEST_READ, 3, 1, 0, 1
    disk_request 1, REQUEST_READ, 4, 1, 0x200, 1
    disk_request 2, REQUEST_READ, 5, 1, 0x400, 1
    poke disk_ring + RING_RESPONSE_EVENT, 2
    disk_tell 3
    hcall HCALL_BLOCK
    get r4, disk_ring + RING_RESPONSES_PRODUCED
    cmp r4, 2                           ; at least
    jb failed
    mov r4, 1
    disk_wait 3
    linger 20000
    get r5, disk_ring + RING_RESPONSES_PRODUCED
    finish
    untrapped
