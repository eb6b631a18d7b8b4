; Ends with a code that the check chooses.
.include "platform.s"
user:
    mov r1, {{CODE}}
check_passed:
    call_kernel CALL_EXIT
