; pins: a request that the guest changes while it is under way is not done twice, nor elsewhere
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 0
; expect r5: 1
; expect word 0x51000: 0x74636573
; expect word 0x52000: 0
.include "lib/pv.s"
_start:
    disk
    grant 1, buffer, GRANT_PERMITTED
    grant 2, buffer2, GRANT_PERMITTED | GRANT_READ_ONLY
    disk_request 0, REQUEST_READ, 3, 1, 0, 1
    disk_tell 1
    disk_request 0, REQUEST_READ, 3, 2, 0, -1
    poke disk_ring + RING_RESPONSES_PRODUCED, 0
    disk_wait 1
    disk_status r4, 0
    get r5, disk_ring + RING_RESPONSES_PRODUCED
    finish
    untrapped
