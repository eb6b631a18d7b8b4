; pins: a guest that says of a grant that it is in use is not believed
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 0
; expect r5: 0
; expect r6: 0
.include "lib/pv.s"
_start:
    grant 1, buffer, GRANT_PERMITTED | GRANT_IN_USE
    grant 2, buffer2, GRANT_PERMITTED | GRANT_IN_USE
    ask HCALL_REVOKE_GRANT, 1
    mov r4, r0
    get r5, PV_GRANTS + GRANT_SIZE
    unmap buffer2
    ask HCALL_RELEASE_FRAME, buffer2 >> 12
    mov r6, r0
    finish
    untrapped
