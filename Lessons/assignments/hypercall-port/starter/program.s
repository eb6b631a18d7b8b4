; A program to try the kernel with. Do not change it.

.include "calls.s"

WINDOW = USER_BASE + 0x100000

    print hello, hello_end
    map WINDOW, 5, 2                    ; pages 5 and 6 of the file
    mov r4, WINDOW
    mov r5, 'A'
    store [r4], r5
    inc r5
    store [r4 + PAGE_SIZE], r5
    map WINDOW + 0x10000, 6, 1          ; page 6 once more
    mov r6, WINDOW + 0x10000
    load r7, [r6]                       ; must be B
    mov r1, letter
    storeb [r1], r7
    print found, found_end
    unmap WINDOW, 2
    unmap WINDOW + 0x10000, 1
    print bye, bye_end
    sub r1, r7, 'B'
    kernel CALL_EXIT

hello:
    .ascii "program: hello\n"
hello_end:
found:
    .ascii "program: the same page holds "
letter:
    .ascii "?\n"
found_end:
bye:
    .ascii "program: bye\n"
bye_end:
