; Ends with a code that the check chooses.
.include "platform.s"
.ifndef CODE
CODE = 7
.endif
user:
    mov r1, CODE
    call_kernel CALL_EXIT
