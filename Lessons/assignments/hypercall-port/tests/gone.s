; A page that has been used, and unmapped since, is gone. {{COUNT}} (3 to 12) pages are; the program reaches for number {{COUNT}} - 1.

.include "kernel.s"
.include "calls.s"

WINDOW = USER_BASE + 0x300000

    map WINDOW, 8, {{COUNT}}
    mov r4, WINDOW
    mov r5, {{COUNT}}
.next:
    store [r4], r5
    add r4, PAGE_SIZE
    dec r5
    cmp r5, 0
    jne .next
    print check_still, check_still_end
    unmap WINDOW, {{COUNT}}
check_tries:
    load r6, [r4 - PAGE_SIZE]
check_still_read:                       ; no call from here: the kernel is not to hear of it
    jmp check_still_read

check_still:
    .ascii "program: used\n"
check_still_end:
.align 4
check_reached:                                ; what the kernel must have found out
    .word WINDOW + ({{COUNT}} - 1) * PAGE_SIZE
