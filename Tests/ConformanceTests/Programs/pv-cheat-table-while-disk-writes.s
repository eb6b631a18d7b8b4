; pins: a frame that the disk only reads from may become a table meanwhile; it is not released while in use
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 0
; expect r5: -7
; expect r6: 0
; expect r7: 0
.include "lib/pv.s"
_start:
    disk
    map buffer, buffer, READ
    machine_frame r11, buffer
    grant 1, buffer, GRANT_PERMITTED | GRANT_READ_ONLY
    disk_request 0, REQUEST_WRITE, 9, 1, 0, 8
    disk_tell 1
    ask HCALL_PIN, r11, 1
    mov r4, r0
    ask HCALL_UNPIN, r11
    unmap buffer
    ask HCALL_RELEASE_FRAME, buffer >> 12
    mov r5, r0
    disk_wait 1
    disk_status r6, 0
    ask HCALL_RELEASE_FRAME, buffer >> 12
    mov r7, r0
    finish
    untrapped
