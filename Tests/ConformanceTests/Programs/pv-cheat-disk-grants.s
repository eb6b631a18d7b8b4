; pins: a request is refused if its grant permits nothing, permits reading only, is no grant, or has a frame of another's
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -9
; expect r5: -9
; expect r6: 1
; expect r7: -4
; expect r8: -4
; expect word 0x51000: 0xaaaa
.include "lib/pv.s"
_start:
    disk
    poke buffer, 0xaaaa
    grant 1, buffer, 0
    grant 2, buffer, GRANT_PERMITTED | GRANT_READ_ONLY
    grant 3, buffer, GRANT_PERMITTED
    foreign_frame r10
    poke PV_GRANTS + 3 * GRANT_SIZE + 4, r10
    grant 4, buffer, GRANT_PERMITTED
    poke PV_GRANTS + 4 * GRANT_SIZE + 4, 0xfffffff0
    disk_request 0, REQUEST_READ, 3, 1, 0, 1
    disk_request 1, REQUEST_READ, 3, 2, 0, 1
    disk_request 2, REQUEST_READ, 3, GRANT_COUNT, 0, 1
    disk_request 3, REQUEST_READ, 3, 3, 0, 1
    disk_request 4, REQUEST_READ, 3, 4, 0, 1
    disk_tell 5
    disk_wait 5
    disk_status r4, 0
    disk_status r5, 1
    disk_status r6, 2
    disk_status r7, 3
    disk_status r8, 4
    shr r6, 31                          ; refused, for one reason or the other
    finish
    untrapped
