; Numbers that no call has: the next one, a small one, and others that the check chooses.
.include "platform.s"
.ifndef CODE
CODE = 100
.endif
.ifndef N
N = 77
.endif

.macro refused number
    mov r0, \number
    int 0x80
    cmp r0, -1
    jne wrong
.endm

user:
    mov r1, '!'
    mov r2, 1
    refused 4
    refused N
    refused N * 3 + 5
    mov r1, CODE
    call_kernel CALL_EXIT
wrong:
    mov r1, 1
    call_kernel CALL_EXIT
