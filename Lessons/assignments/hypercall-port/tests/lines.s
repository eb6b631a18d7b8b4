; 36 short lines, each by a call of its own. {{N}} (1000 to 9999) varies.

.include "kernel.s"
.include "calls.s"

check_LINES = 36

    mov r8, check_LINES
.next:
    print check_line, check_line_end
    dec r8
    cmp r8, 0
    jne .next
    print check_last, check_last_end
    clr r1
check_passed:
    kernel CALL_EXIT

check_line:
    .ascii "one more line of the program's, "
    .byte '0' + {{N}} / 1000, '0' + {{N}} / 100 % 10, '0' + {{N}} / 10 % 10, '0' + {{N}} % 10
    .ascii "\n"
check_line_end:
check_last:
    .ascii "the last one\n"
check_last_end:
