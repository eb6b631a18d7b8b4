; pins: a grant of a frame that the guest has released since is good for nothing
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -4
; expect r5: 0
.include "lib/pv.s"
_start:
    disk
    grant 1, buffer, GRANT_PERMITTED
    unmap buffer
    must HCALL_RELEASE_FRAME, buffer >> 12
    disk_request 0, REQUEST_READ, 3, 1, 0, 1
    disk_tell 1
    disk_wait 1
    disk_status r4, 0
    must HCALL_CLAIM_FRAME, buffer >> 12
    map buffer, buffer, KERNEL
    get r5, buffer
    finish
    untrapped
