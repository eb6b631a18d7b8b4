; Reads a page below PROGRAM, after it has written to its heap.
.include "platform.s"

    mov r4, HEAP
    store [r4], r4
    mov r4, {{PLACE}} * PAGE_SIZE
check_tries:
    load r1, [r4]
    mov r1, {{CODE}}
    call_kernel CALL_EXIT
