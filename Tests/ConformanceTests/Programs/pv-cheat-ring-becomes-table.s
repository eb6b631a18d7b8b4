; pins: the page of a connected ring cannot become a page table nor be released
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -5
; expect r5: -7
; expect r6: 0
.include "lib/pv.s"
_start:
    disk
    map disk_ring, disk_ring, READ
    machine_frame r11, disk_ring
    ask HCALL_PIN, r11, 1
    mov r4, r0
    unmap disk_ring
    ask HCALL_RELEASE_FRAME, disk_ring >> 12
    mov r5, r0
    must HCALL_DISCONNECT_RING, CHANNEL_DISK
    must HCALL_REVOKE_GRANT, RING_GRANT
    ask HCALL_RELEASE_FRAME, disk_ring >> 12
    mov r6, r0
    finish
    untrapped
