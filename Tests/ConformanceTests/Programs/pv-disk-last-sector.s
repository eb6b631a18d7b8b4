; pins: the last sector can be read, and eight sectors fill a page
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 0
; expect r5: 0
; expect word 0x51200: 0x74636573
; expect word 0x52e04: 0x3720726f
.include "lib/pv.s"
_start:
    disk
    grant 1, buffer, GRANT_PERMITTED
    grant 2, buffer2, GRANT_PERMITTED
    get r10, PV_START + START_DISK_SECTORS
    dec r10
    disk_request 0, REQUEST_READ, r10, 1, 0x200, 1
    disk_request 1, REQUEST_READ, 0, 2, 0, 8
    disk_tell 2
    disk_wait 2
    disk_status r4, 0
    disk_status r5, 1
    finish
    untrapped
