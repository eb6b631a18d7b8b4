; pins: a ring can be disconnected when nothing is under way, and another connected; meanwhile its grant is in use
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -7
; expect r5: -7
; expect r6: 0
; expect r7: 0
; expect r8: 0
; expect word 0x51000: 0x74636573
.include "lib/pv.s"
_start:
    disk
    ask HCALL_REVOKE_GRANT, RING_GRANT
    mov r4, r0
    grant 1, buffer, GRANT_PERMITTED
    disk_request 0, REQUEST_READ, 100, 1, 0, 8
    disk_tell 1
    ask HCALL_DISCONNECT_RING, CHANNEL_DISK
    mov r5, r0
    disk_wait 1
    ask HCALL_DISCONNECT_RING, CHANNEL_DISK
    mov r6, r0
    ask HCALL_REVOKE_GRANT, RING_GRANT
    mov r7, r0
    poke disk_ring + RING_REQUESTS_PRODUCED, 0
    poke disk_ring + RING_RESPONSES_PRODUCED, 0
    poke disk_ring + RING_REQUEST_EVENT, 0
    disk
    disk_request 0, REQUEST_READ, 3, 1, 0, 1
    disk_tell 1
    disk_wait 1
    disk_status r8, 0
    finish
    untrapped
