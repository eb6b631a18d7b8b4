; Writes four characters from the middle of a text, at an address that is no multiple of 4. The exit code
; comes of the result, which should be 4.
.include "platform.s"
user:
    mov r1, check_digits
    mov r2, 4
    call_kernel CALL_WRITE
    mov r5, {{N}}
    mul r5, r0
    mov r1, {{CODE}} - 4 * {{N}}
    add r1, r5
    cmp r0, 4
    jne check_wrong
check_passed:
    call_kernel CALL_EXIT
check_wrong:
    mov r1, 1
    call_kernel CALL_EXIT

    .ascii "<"
check_digits:
    .byte '0' + {{N}} / 1000, '0' + {{N}} / 100 % 10, '0' + {{N}} / 10 % 10, '0' + {{N}} % 10
    .asciz ">"
