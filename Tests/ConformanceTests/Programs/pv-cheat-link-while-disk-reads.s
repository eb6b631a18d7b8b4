; pins: a frame that the disk is reading into cannot become a table by an entry of a directory, either
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -5
; expect r5: 0
.include "lib/pv.s"
_start:
    disk
    map buffer, buffer, READ
    grant 1, buffer, GRANT_PERMITTED
    disk_request 0, REQUEST_READ, 100, 1, 0, 8
    disk_tell 1
    directory_entry r9, WINDOW
    mov r13, r9
    entry r10, buffer, KERNEL
    try_update r13, r10
    mov r4, r0
    disk_wait 1
    disk_status r5, 0
    finish
    untrapped
