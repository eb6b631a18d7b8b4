; Writes to the program's own code, after it has written to its data and its heap.
.include "platform.s"

    mov r4, HEAP
    store [r4], r4
    mov r4, DATA + {{PLACE}} * 4
    store [r4], r4
    load r1, [r4]
    cmp r1, r4
    jne check_wrong
    mov r4, PROGRAM + {{PLACE}} * PAGE_SIZE
    load r1, [r4]
check_tries:
    store [r4], r1
check_wrong:
    mov r1, {{CODE}}
    call_kernel CALL_EXIT
