; pins: 32 requests need to be told once, and one event can be asked for when the last is done
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word callbacks: 1
; expect word disk_events: 1
; expect r4: 0
; expect r5: 32
; expect r6: 1
; expect word 0x60000: 0x74636573
; expect word 0x60004: 0x3020726f
; expect word 0x7f004: 0x3320726f
.include "lib/pv.s"
PAGES = 0x60000
_start:
    traps
    events
    disk
    clr r5
.next:
    shl r6, r5, 12
    mov r7, PAGES
    add r6, r7
    machine_frame r7, r6
    shl r8, r5, 3
    mov r9, PV_GRANTS + 8 * GRANT_SIZE
    add r8, r9
    store [r8 + 4], r7
    mov r7, GRANT_PERMITTED
    store [r8], r7
    shl r8, r5, 5
    mov r9, disk_ring + RING_SLOTS
    add r8, r9
    store [r8 + REQUEST_ID], r5
    mov r7, REQUEST_READ
    store [r8 + REQUEST_OPERATION], r7
    store [r8 + REQUEST_SECTOR], r5
    add r7, r5, 8
    store [r8 + REQUEST_GRANT], r7
    clr r7
    store [r8 + REQUEST_OFFSET], r7
    mov r7, 1
    store [r8 + REQUEST_COUNT], r7
    inc r5
    cmp r5, 32
    jb .next
    poke disk_ring + RING_RESPONSE_EVENT, 32
    disk_tell 32
    hcall HCALL_BLOCK
    mask_events
    get r5, disk_ring + RING_RESPONSES_PRODUCED
    clr r4
    mov r1, disk_ring + RING_SLOTS
    mov r2, disk_ring + RING_SLOTS + 32 * RING_SLOT_SIZE
    clr r6
.look:
    load r3, [r1 + REQUEST_STATUS]
    or r4, r3
    load r3, [r1 + REQUEST_ID]
    add r6, r3
    add r1, RING_SLOT_SIZE
    cmp r1, r2
    jb .look
    cmp r6, 496                         ; each has been answered
    clr r6
    jne .end
    inc r6
.end:
    linger 20000
    finish
    untrapped
