; A program to try your kernel with: `ringside run try.s`.

.include "platform.s"

user:
    mov r1, text
    mov r2, text_end - text
    call_kernel CALL_WRITE
    mov r4, r0                          ; how many bytes were written
    mov r1, 'o'
    call_kernel CALL_PUT
    mov r1, 'k'
    call_kernel CALL_PUT
    mov r1, '\n'
    call_kernel CALL_PUT
    mov r1, r4
    call_kernel CALL_EXIT

text:
    .ascii "ring 3: "
text_end:
