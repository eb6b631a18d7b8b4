; A program to try your pager with: `ringside run try.s`. It touches three pages of its heap, writes
; to two of them twice, and releases one.

.include "platform.s"

    mov r4, HEAP
    mov r5, 11
    store [r4 + 8], r5
    mov r6, HEAP + 5 * PAGE_SIZE
    mov r5, 22
    store [r6], r5
    load r1, [r4 + 8]
    call_kernel CALL_PRINT
    load r1, [r6]
    inc r1
    store [r6 + 4], r1
    load r1, [r6 + 4]
    call_kernel CALL_PRINT
    mov r1, HEAP
    call_kernel CALL_RELEASE
    mov r6, HEAP + 6 * PAGE_SIZE
    mov r5, 33
    storeb [r6 + 100], r5
    loadb r1, [r6 + 100]
    call_kernel CALL_PRINT
    mov r1, 7
    call_kernel CALL_EXIT
