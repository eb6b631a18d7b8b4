; pins: a guest that claims more requests than a ring holds, or fewer than are answered, harms only itself
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 1
; expect word 0x51000: 0
.include "lib/pv.s"
_start:
    disk
    poke disk_ring + RING_REQUESTS_PRODUCED, 33
    ask HCALL_SEND_EVENT, CHANNEL_DISK
    linger 20000
    poke disk_ring + RING_REQUESTS_PRODUCED, -1
    ask HCALL_SEND_EVENT, CHANNEL_DISK
    linger 20000
    poke disk_ring + RING_RESPONSES_PRODUCED, 0x80000000
    poke disk_ring + RING_REQUEST_EVENT, 0x80000000
    ask HCALL_SEND_EVENT, CHANNEL_DISK
    linger 20000
    poke disk_ring + RING_REQUESTS_PRODUCED, 1
    ask HCALL_SEND_EVENT, CHANNEL_DISK
    linger 20000
    mov r4, 1
    finish
    untrapped
