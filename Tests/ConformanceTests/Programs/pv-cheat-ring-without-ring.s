; pins: telling a disk that has no ring does nothing
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 1
.include "lib/pv.s"
_start:
    poke disk_ring + RING_REQUESTS_PRODUCED, 1
    ask HCALL_SEND_EVENT, CHANNEL_DISK
    ask HCALL_DISCONNECT_RING, CHANNEL_DISK
    linger 20000
    mov r4, 1
    finish
    untrapped
