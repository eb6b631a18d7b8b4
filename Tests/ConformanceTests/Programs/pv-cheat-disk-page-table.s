; pins: the disk does not read into a page table or a directory, but writes from one
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -5
; expect r5: -5
; expect r6: 0
; expect r7: 0
.include "lib/pv.s"
_start:
    window
    disk
    get r10, PV_START + START_TABLE_BASE
    grant 1, table, GRANT_PERMITTED
    grant 2, r10, GRANT_PERMITTED
    disk_request 0, REQUEST_READ, 3, 1, 0, 1
    disk_request 1, REQUEST_READ, 3, 2, 0, 1
    disk_request 2, REQUEST_WRITE, 9, 1, 0, 1
    disk_tell 3
    disk_wait 3
    disk_status r4, 0
    disk_status r5, 1
    disk_status r6, 2
    get r7, table
    finish
    untrapped
