; 36 short lines, each by a call of its own.

.include "kernel.s"
.include "calls.s"

LINES = 36

    mov r8, LINES
.next:
    print line, line_end
    dec r8
    cmp r8, 0
    jne .next
    print last, last_end
    clr r1
    kernel CALL_EXIT

line:
    .ascii "one more line of the program's\n"
line_end:
last:
    .ascii "the last one\n"
last_end:
