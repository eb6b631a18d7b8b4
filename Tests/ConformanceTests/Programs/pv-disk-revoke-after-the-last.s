; pins: a grant that several requests use is in use until the last of them is done
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -7
; expect r5: 1
; expect r6: 0
.include "lib/pv.s"
_start:
    disk
    grant 1, buffer, GRANT_PERMITTED
    disk_request 0, REQUEST_READ, 3, 1, 0, 1
    disk_request 1, REQUEST_READ, 100, 1, 0x200, 1
    disk_request 2, REQUEST_READ, 5, 1, 0x400, 1
    disk_tell 3
    mov r9, disk_ring
    clr r5
.wait:
    load r8, [r9 + RING_RESPONSES_PRODUCED]
    cmp r8, 0
    je .wait
    cmp r8, 3
    jae .late                           ; they were done all at once: nothing to see
    ask HCALL_REVOKE_GRANT, 1
    mov r4, r0
    jmp .rest
.late:
    mov r4, -7
.rest:
    mov r5, 1
    disk_wait 3
    ask HCALL_REVOKE_GRANT, 1
    mov r6, r0
    finish
    untrapped
