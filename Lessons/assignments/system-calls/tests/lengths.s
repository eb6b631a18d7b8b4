; Writes four characters from the middle of a text, at an address that is no multiple of 4.
.include "platform.s"
user:
    mov r1, check_digits
    mov r2, 4
    call_kernel CALL_WRITE
    cmp r0, 4
    jne .wrong
    mov r1, {{CODE}}
    call_kernel CALL_EXIT
.wrong:
    mov r1, 1
    call_kernel CALL_EXIT

    .ascii "<"
check_digits:
    .byte '0' + {{N}} / 1000, '0' + {{N}} / 100 % 10, '0' + {{N}} / 10 % 10, '0' + {{N}} % 10
    .asciz ">"
