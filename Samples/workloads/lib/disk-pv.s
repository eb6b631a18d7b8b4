; The disk of a hypervisor: requests in a ring, for pages that are granted to it, and an event at
; the end. The functions are those of disk-bare.s.

SECTORS = PAGE_SIZE / 512

RING_GRANT = 0
BUFFER_GRANT = 1

.section data
ring:
    .word 0
.section text

start_driver:
    call frame_new
    set ring, r0, r1
    platform_entry r0
    mov r1, PV_GRANTS + RING_GRANT * GRANT_SIZE
    call grant
    mov r1, CHANNEL_DISK
    mov r2, RING_GRANT
    request HCALL_CONNECT_RING
    ret

; The grant at r1 permits the frame of the entry r0.
grant:
    shr r0, 12
    store [r1 + 4], r0
    mov r0, GRANT_PERMITTED
    store [r1], r0
    ret

transfer:
    enter
    mov r4, r1
    mov r5, r3
    mov r0, r2
    mov r1, PV_GRANTS + BUFFER_GRANT * GRANT_SIZE
    call grant
    get r7, ring
    load r6, [r7 + RING_REQUESTS_PRODUCED]
    and r2, r6, RING_SLOT_COUNT - 1
    mul r2, RING_SLOT_SIZE
    add r2, r7
    store [r2 + RING_SLOTS + REQUEST_ID], r6
    store [r2 + RING_SLOTS + REQUEST_OPERATION], r5
    store [r2 + RING_SLOTS + REQUEST_SECTOR], r4
    mov r3, BUFFER_GRANT
    store [r2 + RING_SLOTS + REQUEST_GRANT], r3
    clr r3
    store [r2 + RING_SLOTS + REQUEST_OFFSET], r3
    mov r3, SECTORS
    store [r2 + RING_SLOTS + REQUEST_COUNT], r3
    mov r5, r2
    inc r6
    store [r7 + RING_RESPONSE_EVENT], r6            ; an event, please, for the response to this one
    store [r7 + RING_REQUESTS_PRODUCED], r6
    mov r1, CHANNEL_DISK
    request HCALL_SEND_EVENT
.wait:
    load r1, [r7 + RING_RESPONSES_PRODUCED]
    cmp r1, r6
    je .done
    platform_wait
    mov r1, PV_SHARED
    clr r0
    storeb [r1 + SHARED_PENDING + CHANNEL_DISK], r0
    jmp .wait
.done:
    load r0, [r5 + RING_SLOTS + REQUEST_STATUS]
    leave
