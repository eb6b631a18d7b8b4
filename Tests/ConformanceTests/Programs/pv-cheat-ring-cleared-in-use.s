; pins: a guest that clears the grant of its connected ring has not taken the page back
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -7
; expect r5: -7
; expect r6: 0
.include "lib/pv.s"
_start:
    disk
    mov r9, PV_GRANTS
    clr r8
    store [r9], r8
    store [r9 + 4], r8
    ask HCALL_REVOKE_GRANT, RING_GRANT
    mov r4, r0
    unmap disk_ring
    ask HCALL_RELEASE_FRAME, disk_ring >> 12
    mov r5, r0
    must HCALL_DISCONNECT_RING, CHANNEL_DISK
    ask HCALL_RELEASE_FRAME, disk_ring >> 12
    mov r6, r0
    finish
    untrapped
