; Ten rounds of mapping, using and unmapping 32 pages. {{CODE}} (50 to 250) varies: the exit code comes of what was read.

.include "kernel.s"
.include "calls.s"

WINDOW = USER_BASE + 0x100000
check_PAGES = 32
check_ROUNDS = 10

    mov r8, check_ROUNDS
.round:
    map WINDOW, 16, check_PAGES
    mov r4, WINDOW
    mov r5, check_PAGES
.next:
    load r0, [r4]
    inc r0
    store [r4], r0
    add r4, PAGE_SIZE
    dec r5
    cmp r5, 0
    jne .next
    mov r9, r0                          ; how often the last page has been counted in
    unmap WINDOW, check_PAGES
    dec r8
    cmp r8, 0
    jne .round
    mov r1, {{CODE}} - 10
    add r1, r9
check_passed:
    kernel CALL_EXIT
