; A guest that is busy with its timer: a hundred times it writes the period and reads it back. {{CODE}} (1 to 99) varies.

.include "hypervisor.s"
.include "guest.s"

    mov r4, 100
    mov r5, 1000
.next:
    out TIMER_PERIOD, r5
    in r6, TIMER_PERIOD
    cmp r6, r5
    jne .bad
    add r5, 7
    dec r4
    cmp r4, 0
    jne .next
    tell "timed\n"
    mov r0, {{CODE}}
    hlt
.bad:
    mov r0, 200
    hlt
