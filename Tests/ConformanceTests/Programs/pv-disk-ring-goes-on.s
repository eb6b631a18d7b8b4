; pins: the numbers of a ring run on: request 40 is in slot 8
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 41
; expect r5: 140
; expect r6: 0
; expect r7: 0
.include "lib/pv.s"
_start:
    disk
    grant 1, buffer, GRANT_PERMITTED
    clr r4
    clr r7
.next:
    and r8, r4, RING_SLOT_COUNT - 1
    shl r8, 5
    mov r9, disk_ring + RING_SLOTS
    add r8, r9
    add r9, r4, 100
    store [r8 + REQUEST_ID], r9
    mov r9, REQUEST_READ
    store [r8 + REQUEST_OPERATION], r9
    store [r8 + REQUEST_SECTOR], r4
    mov r9, 1
    store [r8 + REQUEST_GRANT], r9
    store [r8 + REQUEST_COUNT], r9
    inc r4
    disk_tell r4
    disk_wait r4
    load r9, [r8 + REQUEST_STATUS]
    or r7, r9
    cmp r4, 41
    jb .next
    get r5, disk_ring + RING_SLOTS + 8 * RING_SLOT_SIZE + REQUEST_ID
    get r6, disk_ring + RING_SLOTS + 8 * RING_SLOT_SIZE + REQUEST_STATUS
    finish
    untrapped
