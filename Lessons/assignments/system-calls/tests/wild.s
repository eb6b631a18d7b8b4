; Numbers that are none of the first ones in any reading: 0, negative ones, and such whose low byte or
; low half-word would be a call's. The exit code comes of all results.
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
    check_refused 0
    check_refused -{{N}}
    check_refused 0x80000000 + CALL_WRITE
    check_refused 0x100 * {{N}} + CALL_PUT
    check_refused 0x10000 * {{N}} + CALL_EXIT
    pop r3
    mov r1, {{CODE}} - 243 * {{N}} + 121
    add r1, r3
check_passed:
    call_kernel CALL_EXIT
check_wrong:
    mov r1, 1
    call_kernel CALL_EXIT
