; pins: a request that reads the disk onto its own ring harms only the guest
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 1
.include "lib/pv.s"
_start:
    disk
    disk_request 0, REQUEST_READ, 3, RING_GRANT, 0, 8
    disk_tell 1
    linger 200000
    ask HCALL_SEND_EVENT, CHANNEL_DISK
    linger 200000
    mov r4, 1
    finish
    untrapped
