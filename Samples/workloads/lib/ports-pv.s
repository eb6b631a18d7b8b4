; What stands for the drivers of ports-bare.s above a hypervisor: the console's ring, and the mask
; of event channels in the shared page.

read_line:
    clr r0
    mov r3, PV_CONSOLE
.next:
    load r12, [r3 + RING_INPUT_CONSUMED]
    load r13, [r3 + RING_INPUT_PRODUCED]
    cmp r12, r13
    je .wait
    and r13, r12, RING_INPUT_SIZE - 1
    add r13, r3
    loadb r2, [r13 + RING_INPUT]
    inc r12
    store [r3 + RING_INPUT_CONSUMED], r12
    storeb [r1], r2
    inc r1
    inc r0
    cmp r2, '\n'
    jne .next
    ret
.wait:
    push r0
    push r1
    platform_wait                       ; for CHANNEL_CONSOLE: there is new input
    mov r3, PV_CONSOLE
    pop r1
    pop r0
    jmp .next

write_bytes:
    add r2, r1
    mov r3, PV_CONSOLE
    load r12, [r3 + RING_OUTPUT_PRODUCED]
.next:
    and r13, r12, RING_OUTPUT_SIZE - 1  ; the ring is empty, and has room for a line
    add r13, r3
    loadb r0, [r1]
    storeb [r13 + RING_OUTPUT], r0
    inc r12
    inc r1
    cmp r1, r2
    jb .next
    store [r3 + RING_OUTPUT_PRODUCED], r12
    mov r1, CHANNEL_CONSOLE
    request HCALL_SEND_EVENT
    ret

change_mask:
    mov r2, PV_SHARED + SHARED_MASKED
    and r1, 3                           ; there are fewer channels than lines
    add r2, r1
    mov r3, 1
    storeb [r2], r3
    clr r3
    storeb [r2], r3
    ret
