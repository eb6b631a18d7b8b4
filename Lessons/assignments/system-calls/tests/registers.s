; Every register has a value of its own before each call, and must have it afterwards. The exit code
; is the check's if all is well; 1 if a register was lost, 2 the flags, 3 the stack pointer or what
; lies below it, 4 the ring.
.include "platform.s"
.ifndef CODE
CODE = 100
.endif
.ifndef SEED
SEED = 0x1234
.endif

VALUE = SEED * 0x10001

; Gives all registers values but those that a call takes.
.macro fill
    mov r3, VALUE + 3
    mov r4, VALUE + 4
    mov r5, VALUE + 5
    mov r6, VALUE + 6
    mov r7, VALUE + 7
    mov r8, VALUE + 8
    mov r9, VALUE + 9
    mov r10, VALUE + 10
    mov r11, VALUE + 11
    mov r12, VALUE + 12
    mov r13, VALUE + 13
    mov r14, VALUE + 14
.endm

.macro must register, value             ; r0 is the call's result, which nobody needs here
    mov r0, \value
    cmp \register, r0
    jne lost
.endm

user:
    mov r1, '*'
    mov r2, VALUE + 2
    call try_put
    mov r1, text
    mov r2, 2
    call try_write
    mov r1, VALUE + 1
    mov r2, VALUE + 2
    call try_unknown
    mov r1, CODE
    call_kernel CALL_EXIT

try_put:
    fill
    mov r0, CALL_PUT
    call made
    must r1, '*'
    must r2, VALUE + 2
    jmp compare
try_write:
    fill
    mov r0, CALL_WRITE
    call made
    must r1, text
    must r2, 2
    jmp compare
try_unknown:
    fill
    mov r0, 17
    call made
    must r1, VALUE + 1
    must r2, VALUE + 2
compare:
    must r3, VALUE + 3
    must r4, VALUE + 4
    must r5, VALUE + 5
    must r6, VALUE + 6
    must r7, VALUE + 7
    must r8, VALUE + 8
    must r9, VALUE + 9
    must r10, VALUE + 10
    must r11, VALUE + 11
    must r12, VALUE + 12
    must r13, VALUE + 13
    must r14, VALUE + 14
    ret

; Makes the call, and looks after what is not in r1 to r14.
made:
    push r0
    mov r0, saved_sp
    store [r0], sp
    load r0, [sp]
    store [sp - 4], r13                 ; below sp: no kernel may write there
    store [sp - 8], r14
    cmp r13, r14                        ; below, and negative: C and N
    int 0x80
    jae .flags
    jge .flags
    je .flags
    mov r0, saved_sp
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

lost:
    mov r1, 1
    call_kernel CALL_EXIT
made.flags:
    mov r1, 2
    call_kernel CALL_EXIT
made.stack:
    mov r1, 3
    call_kernel CALL_EXIT
made.ring:
    mov r1, 4
    call_kernel CALL_EXIT

text:
    .ascii "ab"
.align 4
saved_sp:
    .word 0
