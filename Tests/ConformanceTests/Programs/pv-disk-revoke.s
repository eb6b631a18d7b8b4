; pins: a grant is not revoked while the disk uses it, and is cleared afterwards
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -7
; expect r5: 4
; expect r6: 0
; expect r7: 0
; expect r8: -3
; expect r9: -9
.include "lib/pv.s"
_start:
    disk
    grant 1, buffer, GRANT_PERMITTED
    disk_request 0, REQUEST_READ, 3, 1, 0, 8
    disk_tell 1
    ask HCALL_REVOKE_GRANT, 1
    mov r4, r0
    get r5, PV_GRANTS + GRANT_SIZE
    and r5, GRANT_IN_USE
    disk_wait 1
    ask HCALL_REVOKE_GRANT, 1
    mov r6, r0
    get r7, PV_GRANTS + GRANT_SIZE
    ask HCALL_REVOKE_GRANT, GRANT_COUNT
    mov r8, r0
    disk_request 1, REQUEST_READ, 3, 1, 0, 8
    disk_tell 2
    disk_wait 2
    disk_status r9, 1
    finish
    untrapped
