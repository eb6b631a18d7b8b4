; Reads a page of the heap that is for reading only, prints the sum of its words, and writes to it.
.include "platform.s"

    mov r4, CONSTANT + {{PLACE}} * PAGE_SIZE
    add r5, r4, PAGE_SIZE
    clr r1
.word:
    load r2, [r4]
    add r1, r2
    add r4, 4
    cmp r4, r5
    jb .word
    call_kernel CALL_PRINT
check_tries:
    store [r4 - 4], r4
    mov r1, {{CODE}}
    call_kernel CALL_EXIT
