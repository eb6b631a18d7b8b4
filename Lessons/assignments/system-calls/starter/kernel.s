; The handler of system calls. `int 0x80` in ring 3 arrives at `system_call`, in ring 0.
;
;   r0                   r1            r2         result in r0
;   CALL_PUT   = 1       a character              0
;   CALL_WRITE = 2       an address    a length   the length
;   CALL_EXIT  = 3       a code                   (does not return)
;   anything else                                 -1
;
; All other registers are the program's, and come back as they were.

system_call:
    cmp r0, CALL_EXIT
    je .exit

    ; TODO: CALL_PUT and CALL_WRITE. A character is sent by `out CONSOLE_DATA, REGISTER`.
    ; TODO: every other number, whatever it is, gives -1.
    ; What you need registers for, push first and pop at the end: the stack is the kernel's own.

    iret                                ; takes pc, flags, ring and sp from the frame

.exit:
    out POWER_EXIT, r1
