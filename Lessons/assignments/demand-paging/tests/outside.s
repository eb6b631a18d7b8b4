; The last page of the heap, and a word of the page behind it.
.include "platform.s"

    mov r4, HEAP_END
    load r1, [r4 - 4]
check_tries:
    load r1, [r4 + {{WORD}} * 4]
    mov r1, {{CODE}}                        ; nobody should come here
    call_kernel CALL_EXIT
