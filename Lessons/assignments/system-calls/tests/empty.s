; A text of no bytes, between two characters.
.include "platform.s"
user:
    mov r1, '['
    call_kernel CALL_PUT
    mov r1, {{N}} * 16
    clr r2
    call_kernel CALL_WRITE
    mov r4, r0
    mov r1, ']'
    call_kernel CALL_PUT
    add r1, r4, {{CODE}}                    ; the result should be 0
    call_kernel CALL_EXIT
