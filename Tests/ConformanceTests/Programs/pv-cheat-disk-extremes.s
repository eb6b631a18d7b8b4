; pins: a request's numbers can be as large as words are: it is refused
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -3
; expect r5: -3
; expect r6: -3
; expect r7: 1
; expect r8: -3
; expect r9: -3
; expect word 0x51000: 0
.include "lib/pv.s"
_start:
    disk
    grant 1, buffer, GRANT_PERMITTED
    disk_request 0, REQUEST_READ, -1, 1, 0, 1
    disk_request 1, REQUEST_READ, 0, 1, 0xfffffe00, 1
    disk_request 2, REQUEST_READ, 0, 1, 0x200, -1
    disk_request 3, REQUEST_READ, 0, -1, 0, 1
    disk_request 4, -1, 0, 1, 0, 1
    disk_request 5, REQUEST_READ, 0, 1, 0, 0x800001
    disk_tell 6
    disk_wait 6
    disk_status r4, 0
    disk_status r5, 1
    disk_status r6, 2
    disk_status r7, 3
    shr r7, 31                          ; refused, for one reason or the other
    disk_status r8, 4
    disk_status r9, 5
    finish
    untrapped
