; pins: a ring is not connected to a device without one, nor by a grant that there is not or that is for reading, nor twice
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -3
; expect r5: -3
; expect r6: -9
; expect r7: -9
; expect r8: -4
; expect r9: -5
; expect r10: -7
; expect r11: -3
.include "lib/pv.s"
_start:
    window
    grant 1, disk_ring, GRANT_PERMITTED
    ask HCALL_CONNECT_RING, CHANNEL_TIMER, 1
    mov r4, r0
    ask HCALL_CONNECT_RING, CHANNEL_DISK, GRANT_COUNT
    mov r5, r0
    grant 2, disk_ring, 0
    ask HCALL_CONNECT_RING, CHANNEL_DISK, 2
    mov r6, r0
    grant 3, disk_ring, GRANT_PERMITTED | GRANT_READ_ONLY
    ask HCALL_CONNECT_RING, CHANNEL_DISK, 3
    mov r7, r0
    grant 4, disk_ring, GRANT_PERMITTED
    foreign_frame r13
    poke PV_GRANTS + 4 * GRANT_SIZE + 4, r13
    ask HCALL_CONNECT_RING, CHANNEL_DISK, 4
    mov r8, r0
    grant 5, table, GRANT_PERMITTED
    ask HCALL_CONNECT_RING, CHANNEL_DISK, 5
    mov r9, r0
    disk
    ask HCALL_CONNECT_RING, CHANNEL_DISK, 1
    mov r10, r0
    ask HCALL_DISCONNECT_RING, CHANNEL_TIMER
    mov r11, r0
    finish
    untrapped
