; A guest that is busy with its timer: a hundred times it writes the period and reads it back. {{CODE}} (1 to 99) varies.

.include "hypervisor.s"
.include "guest.s"

    mov r4, 100
    mov r5, 1000
    clr r7
.next:
    out TIMER_PERIOD, r5
    in r6, TIMER_PERIOD
    cmp r6, r5
    jne check_bad
    add r7, r6                          ; what the periods add up to
    add r5, 7
    dec r4
    cmp r4, 0
    jne .next
    tell "timed\n"
    mov r0, {{CODE}} - 134650
    add r0, r7
    jmp check_passed
check_bad:
    mov r0, 200
    hlt

; The end is where the hypervisor, which lies at these addresses of its own, has no code.
.org GUEST_START + 0x5000
check_passed:
    hlt
