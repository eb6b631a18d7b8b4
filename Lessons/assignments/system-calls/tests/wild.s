; Numbers that are none of the first ones in any reading: 0, negative ones, and such whose low byte or
; low half-word would be a call's.
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
    check_refused 0
    check_refused -{{N}}
    check_refused 0x80000000 + CALL_WRITE
    check_refused 0x100 * {{N}} + CALL_PUT
    check_refused 0x10000 * {{N}} + CALL_EXIT
    mov r1, {{CODE}}
    call_kernel CALL_EXIT
check_wrong:
    mov r1, 1
    call_kernel CALL_EXIT
