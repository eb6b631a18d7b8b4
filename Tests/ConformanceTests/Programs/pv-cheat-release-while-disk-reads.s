; pins: a frame that the disk is using is not released, whatever the guest writes in the grant meanwhile
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -7
; expect r5: -7
; expect r6: 0
; expect r7: 0
.include "lib/pv.s"
_start:
    disk
    grant 1, buffer, GRANT_PERMITTED
    disk_request 0, REQUEST_READ, 3, 1, 0, 8
    disk_tell 1
    unmap buffer
    ask HCALL_RELEASE_FRAME, buffer >> 12
    mov r4, r0
    mov r9, PV_GRANTS + GRANT_SIZE
    clr r8
    store [r9], r8
    store [r9 + 4], r8
    ask HCALL_RELEASE_FRAME, buffer >> 12
    mov r5, r0
    disk_wait 1
    disk_status r6, 0
    ask HCALL_RELEASE_FRAME, buffer >> 12
    mov r7, r0
    finish
    untrapped
