; pins: a request is refused for its operation, its offset, its count, and its sectors; others of the same ring are not
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -3
; expect r5: -3
; expect r6: -3
; expect r7: -3
; expect r8: -3
; expect r9: -3
; expect r10: 0
; expect r11: -3
; expect word 0x51000: 0x74636573
.include "lib/pv.s"
_start:
    disk
    grant 1, buffer, GRANT_PERMITTED
    get r10, PV_START + START_DISK_SECTORS
    disk_request 0, 3, 0, 1, 0, 1
    disk_request 1, REQUEST_READ, 0, 1, 0x100, 1
    disk_request 2, REQUEST_READ, 0, 1, 0xe00, 2
    disk_request 3, REQUEST_READ, 0, 1, 0, 0
    disk_request 4, REQUEST_READ, r10, 1, 0, 1
    sub r10, 1
    disk_request 5, REQUEST_READ, r10, 1, 0, 2
    disk_request 6, REQUEST_READ, 3, 1, 0, 1
    disk_request 7, REQUEST_READ, -1, 1, 0x200, 2
    disk_tell 8
    disk_wait 8
    disk_status r4, 0
    disk_status r5, 1
    disk_status r6, 2
    disk_status r7, 3
    disk_status r8, 4
    disk_status r9, 5
    disk_status r10, 6
    disk_status r11, 7
    finish
    untrapped
