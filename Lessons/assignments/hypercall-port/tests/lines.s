; 36 short lines, each by a call of its own.

.include "kernel.s"
.include "calls.s"

check_LINES = 36

    mov r8, check_LINES
.next:
    print line, check_line_end
    dec r8
    cmp r8, 0
    jne .next
    print last, check_last_end
    clr r1
    kernel CALL_EXIT

line:
    .ascii "one more line of the program's\n"
check_line_end:
last:
    .ascii "the last one\n"
check_last_end:
