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
    jg .unknown                         ; beyond the last one
    je .exit
    cmp r0, CALL_WRITE
    je .write
    jmp .put                            ; what is left
.unknown:
    mov r0, -1
    iret                                ; takes pc, flags, ring and sp from the frame

.put:
    out CONSOLE_DATA, r1                ; the console takes the low byte
    clr r0
    iret

.write:
    push r1
    push r2
    push r3
    mov r0, r2
    add r2, r1                          ; where the text ends
.next:
    cmp r1, r2
    je .end                             ; asked first: the length may be 0
    loadb r3, [r1]
    out CONSOLE_DATA, r3
    inc r1
    jmp .next
.end:
    pop r3
    pop r2
    pop r1
    iret

.exit:
    out POWER_EXIT, r1
