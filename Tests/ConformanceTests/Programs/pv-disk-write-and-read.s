; pins: what a request writes from a page that devices may only read, another reads from the disk
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 0
; expect r5: 0
; expect word 0x52000: 0xaaaa
; expect word 0x521fc: 0xbbbb
; expect word 0x52e00: 0x74636573
.include "lib/pv.s"
_start:
    disk
    poke buffer + 0xe00, 0xaaaa
    poke buffer + 0xffc, 0xbbbb
    grant 1, buffer, GRANT_PERMITTED | GRANT_READ_ONLY
    grant 2, buffer2, GRANT_PERMITTED
    disk_request 0, REQUEST_WRITE, 9, 1, 0xe00, 1
    disk_tell 1
    disk_wait 1
    disk_status r4, 0
    disk_request 1, REQUEST_READ, 9, 2, 0, 8
    disk_tell 2
    disk_wait 2
    disk_status r5, 1
    finish
    untrapped
