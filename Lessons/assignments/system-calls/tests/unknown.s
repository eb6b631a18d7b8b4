; Numbers that no call has: the next one, a small one, and others that the check chooses. The exit code
; comes of all results.
.include "platform.s"

.macro check_refused number
    mov r0, \number
    int 0x80
    cmp r0, -1
    jne check_wrong
    pop r3                              ; three times what it was, and the result
    mul r3, 3
    add r3, r0
    push r3
.endm

user:
    mov r3, {{N}}
    push r3
    mov r1, '!'
    mov r2, 1
    check_refused 4
    check_refused {{N}}
    check_refused {{N}} * 3 + 5
    pop r3
    mov r1, {{CODE}} - 27 * {{N}} + 13
    add r1, r3
check_passed:
    call_kernel CALL_EXIT
check_wrong:
    mov r1, 1
    call_kernel CALL_EXIT
