; A text of 5,000 bytes, by one call: 100 lines of 50. {{N}} (1000 to 9999) varies.

.include "kernel.s"
.include "calls.s"

WINDOW = USER_BASE + 0x100000

    map WINDOW, 0, 2
    mov r4, WINDOW
    mov r5, 100
.line:
    mov r6, check_line
.copy:
    loadb r7, [r6]
    storeb [r4], r7
    inc r4
    inc r6
    cmp r7, '\n'
    jne .copy
    dec r5
    cmp r5, 0
    jne .line
    mov r1, WINDOW
    mov r2, 5000
    kernel CALL_WRITE
    print check_last, check_last_end
    clr r1
check_passed:
    kernel CALL_EXIT

check_line:
    .byte '0' + {{N}} / 1000, '0' + {{N}} / 100 % 10, '0' + {{N}} / 10 % 10, '0' + {{N}} % 10
    .ascii "456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJK\n"
check_last:
    .ascii "that was long\n"
check_last_end:
