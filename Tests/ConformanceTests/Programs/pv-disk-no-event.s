; pins: a response that nobody asked an event for comes without one
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word callbacks: 0
; expect r4: 0
; expect r5: 0
.include "lib/pv.s"
_start:
    traps
    events
    unmask_events
    disk
    grant 1, buffer, GRANT_PERMITTED
    poke disk_ring + RING_RESPONSE_EVENT, 5
    disk_request 0, REQUEST_READ, 3, 1, 0, 1
    disk_request 1, REQUEST_READ, 4, 1, 0x200, 1
    disk_tell 2
    disk_wait 2
    linger 10000
    disk_status r4, 1
    mov r5, PV_SHARED
    loadb r5, [r5 + SHARED_PENDING + CHANNEL_DISK]
    finish
    untrapped
