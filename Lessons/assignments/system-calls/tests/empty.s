; A text of no bytes, between two characters. The exit code comes of the result, which should be 0.
.include "platform.s"
user:
    mov r8, {{N}}
    mov r1, '['
    call_kernel CALL_PUT
    mov r1, {{N}} * 16
    clr r2
    call_kernel CALL_WRITE
    mov r4, r0
    mov r1, ']'
    call_kernel CALL_PUT
    mul r4, 7
    mov r1, {{N}} + {{CODE}}
    add r1, r4
    sub r1, r8
check_passed:
    call_kernel CALL_EXIT
