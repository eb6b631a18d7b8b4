; Numbers that no call has: the next one, a small one, and others that the check chooses.
.include "platform.s"

.macro check_refused number
    mov r0, \number
    int 0x80
    cmp r0, -1
    jne check_wrong
.endm

user:
    mov r1, '!'
    mov r2, 1
    check_refused 4
    check_refused {{N}}
    check_refused {{N}} * 3 + 5
    mov r1, {{CODE}}
    call_kernel CALL_EXIT
check_wrong:
    mov r1, 1
    call_kernel CALL_EXIT
