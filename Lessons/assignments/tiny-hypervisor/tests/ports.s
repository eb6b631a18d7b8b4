; Ports without a device, and the one that would switch the host off. {{VALUE}} (1 to 900) and {{CODE}} (1 to 99) vary.

.include "hypervisor.s"
.include "guest.s"

    mov r4, 0x77
    mov r5, {{VALUE}}
    out r4, r5
    in r6, r4
    cmp r6, -1
    jne check_bad
    mov r6, 200
    out POWER_EXIT, r6
    tell "still here\n"
    in r6, PIC_MASK                     ; the host's interrupts are none of the guest's business
    cmp r6, -1
    jne check_bad
    mov r4, OWN_PORT
    in r6, r4                           ; nothing was written yet
    cmp r6, 0
    jne check_bad
    mov r7, 5
.next:
    out r4, r5
    in r5, r4                           ; twice as much each time
    dec r7
    cmp r7, 0
    jne .next
    cmp r5, {{VALUE}} * 32
    jne check_bad
    mov r0, {{CODE}} - {{VALUE}} * 32
    add r0, r5                          ; what the port gave at last
    jmp check_passed
check_bad:
    mov r0, 201
    hlt

; The end is where the hypervisor, which lies at these addresses of its own, has no code.
.org GUEST_START + 0x5000
check_passed:
    hlt
