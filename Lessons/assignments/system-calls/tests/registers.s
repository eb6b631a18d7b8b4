; Every register has a value of its own before each call, and check_must have it afterwards. The exit code
; comes of all values, and is the check's if they are well; 1 if a register was check_lost, 2 the flags, 3 the stack pointer or what
; lies below it, 4 the ring.
.include "platform.s"

check_VALUE = {{SEED}} * 0x10001

; Gives all registers values but those that a call takes.
.macro check_fill
    mov r3, check_VALUE + 3
    mov r4, check_VALUE + 4
    mov r5, check_VALUE + 5
    mov r6, check_VALUE + 6
    mov r7, check_VALUE + 7
    mov r8, check_VALUE + 8
    mov r9, check_VALUE + 9
    mov r10, check_VALUE + 10
    mov r11, check_VALUE + 11
    mov r12, check_VALUE + 12
    mov r13, check_VALUE + 13
    mov r14, check_VALUE + 14
.endm

; r0 is the call's result, which nobody needs here. The sum is below the return address.
.macro check_must register, value
    mov r0, \value
    cmp \register, r0
    jne check_lost
    load r0, [sp + 4]
    add r0, \register
    store [sp + 4], r0
.endm

user:
    mov r1, {{CODE}} - 313 - '*'        ; what is missing will be added: 39 times the value, and the text's address
    mov r2, check_VALUE
    mul r2, 39
    sub r1, r2
    mov r2, text
    sub r1, r2
    push r1
    mov r1, '*'
    mov r2, check_VALUE + 2
    call check_try_put
    mov r1, text
    mov r2, 2
    call check_try_write
    mov r1, check_VALUE + 1
    mov r2, check_VALUE + 2
    call check_try_unknown
    pop r1
check_passed:
    call_kernel CALL_EXIT

check_try_put:
    check_fill
    mov r0, CALL_PUT
    call check_made
    check_must r1, '*'
    check_must r2, check_VALUE + 2
    jmp check_compare
check_try_write:
    check_fill
    mov r0, CALL_WRITE
    call check_made
    check_must r1, text
    check_must r2, 2
    jmp check_compare
check_try_unknown:
    check_fill
    mov r0, 17
    call check_made
    check_must r1, check_VALUE + 1
    check_must r2, check_VALUE + 2
check_compare:
    check_must r3, check_VALUE + 3
    check_must r4, check_VALUE + 4
    check_must r5, check_VALUE + 5
    check_must r6, check_VALUE + 6
    check_must r7, check_VALUE + 7
    check_must r8, check_VALUE + 8
    check_must r9, check_VALUE + 9
    check_must r10, check_VALUE + 10
    check_must r11, check_VALUE + 11
    check_must r12, check_VALUE + 12
    check_must r13, check_VALUE + 13
    check_must r14, check_VALUE + 14
    ret

; Makes the call, and looks after what is not in r1 to r14.
check_made:
    push r0
    mov r0, check_saved_sp
    store [r0], sp
    load r0, [sp]
    store [sp - 4], r13                 ; below sp: no kernel may write there
    store [sp - 8], r14
    cmp r13, r14                        ; below, and negative: C and N
    int 0x80
    jae .flags
    jge .flags
    je .flags
    mov r0, check_saved_sp
    load r0, [r0]
    cmp r0, sp
    jne .stack
    load r0, [sp - 4]
    cmp r0, r13
    jne .stack
    load r0, [sp - 8]
    cmp r0, r14
    jne .stack
    rdring r0
    cmp r0, 3
    jne .ring
    add sp, 4
    ret

check_lost:
    mov r1, 1
    call_kernel CALL_EXIT
check_made.flags:
    mov r1, 2
    call_kernel CALL_EXIT
check_made.stack:
    mov r1, 3
    call_kernel CALL_EXIT
check_made.ring:
    mov r1, 4
    call_kernel CALL_EXIT

text:
    .ascii "ab"
.align 4
check_saved_sp:
    .word 0
