; What programs share: this code lies in the same frames for all of them.

say_inline:
    pop r1                              ; the return address is where the text begins
    mov r2, r1
.next:
    loadb r0, [r2]
    inc r2
    cmp r0, 0
    jne .next
    add r3, r2, 3                       ; code goes on at the next multiple of 4
    shr r3, 2
    shl r3, 2
    push r3
    sub r2, r1
    dec r2                              ; without the zero
    system WRITE
    ret

; Prints the text at r1 up to its zero byte.
say_text:
    mov r2, r1
.next:
    loadb r0, [r2]
    inc r2
    cmp r0, 0
    jne .next
    sub r2, r1
    dec r2
    system WRITE
    ret

; Prints r1 in decimal.
say_number:
    mov r3, 10
    sub sp, 12                          ; room for ten digits, written backwards
    add r2, sp, 12
.next:
    mod r0, r1, r3
    div r1, r1, r3
    add r0, '0'
    dec r2
    storeb [r2], r0
    cmp r1, 0
    jne .next
    mov r1, r2
    add r2, sp, 12
    sub r2, r1
    system WRITE
    add sp, 12
    ret

; Starts the program r1 with the argument r2 as a child. r0 = its pid.
start:
    system FORK
    cmp r0, 0
    jne .parent
    system EXEC
    mov r1, -1                          ; only if exec has failed
    system EXIT
.parent:
    ret

; Runs the program r1 with the argument r2, and waits for it. r0 = its status.
run:
    call start
    mov r1, r0
    system WAIT
    mov r0, r1
    ret
