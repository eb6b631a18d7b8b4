; pins: a request reads sectors into a granted page, and its slot has the response with its number and its status
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 0
; expect r5: 107
; expect r6: 1
; expect word 0x51000: 0
; expect word 0x51200: 0x74636573
; expect word 0x51204: 0x3320726f
; expect word 0x51400: 0x74636573
; expect word 0x51404: 0x3420726f
; expect word 0x51600: 0
.include "lib/pv.s"
_start:
    disk
    grant 5, buffer, GRANT_PERMITTED
    disk_request 0, REQUEST_READ, 3, 5, 0x200, 2
    poke disk_ring + RING_SLOTS + REQUEST_ID, 107
    disk_tell 1
    disk_wait 1
    disk_status r4, 0
    get r5, disk_ring + RING_SLOTS + REQUEST_ID
    get r6, disk_ring + RING_REQUESTS_PRODUCED
    finish
    untrapped
