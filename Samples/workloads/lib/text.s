; Text for the console.

; What `say` calls: prints the text that follows, and returns behind it.
print_inline:
    pop r1
    mov r2, r1
.next:
    loadb r3, [r2]
    inc r2
    cmp r3, 0
    jne .next
    add r3, r2, 3                       ; code goes on at the next multiple of 4
    shr r3, 2
    shl r3, 2
    push r3
    dec r2
    sub r2, r1
    platform_write
    ret

; Prints r1 as an unsigned decimal number. The digits are made from the last one on, on the stack.
print_decimal:
    mov r2, sp
    sub sp, 12
    mov r3, 10
.next:
    dec r2
    mod r0, r1, r3
    div r1, r3
    add r0, '0'
    storeb [r2], r0
    cmp r1, 0
    jne .next
    mov r1, r2
    add r2, sp, 12
    sub r2, r1
    platform_write
    add sp, 12
    ret
