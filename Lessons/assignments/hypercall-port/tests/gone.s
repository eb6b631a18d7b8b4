; A page that has been used, and unmapped since, is gone. COUNT (3 to 12) pages are; the program reaches for number COUNT - 1.

.include "kernel.s"
.include "calls.s"

WINDOW = USER_BASE + 0x300000

    map WINDOW, 8, COUNT
    mov r4, WINDOW
    mov r5, COUNT
.next:
    store [r4], r5
    add r4, PAGE_SIZE
    dec r5
    cmp r5, 0
    jne .next
    print still, still_end
    unmap WINDOW, COUNT
    load r6, [r4 - PAGE_SIZE]
    print wrong, wrong_end
    clr r1
    kernel CALL_EXIT

still:
    .ascii "program: used\n"
still_end:
wrong:
    .ascii "program: I can still read it\n"
wrong_end:
.align 4
reached:                                ; what the kernel must have found out
    .word WINDOW + (COUNT - 1) * PAGE_SIZE
