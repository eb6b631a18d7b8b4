; The console: the kernel's own messages, and the input that waits for a process to read it.

; ---- Output ----

; print "text" prints a literal, which lies right behind the call.
.macro print text
    call print_inline
    .asciz \text
    .align 4
.endm

; All registers are kept but r0 to r3 and r12 to r14, as everywhere in the kernel.
print_inline:
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
    platform_write_console
    ret

; Prints the text at r1 up to its zero byte.
print_text:
    mov r2, r1
.next:
    loadb r0, [r2]
    inc r2
    cmp r0, 0
    jne .next
    sub r2, r1
    dec r2
    platform_write_console
    ret

; Prints r1 in decimal, or (print_hex) in hexadecimal. The digits come last one first: they are written backwards.
print_hex:
    push r1
    print "0x"
    pop r1
    mov r3, 16
    jmp print_number
print_decimal:
    mov r3, 10
print_number:
    sub sp, 12                          ; room for ten digits
    add r2, sp, 12
.next:
    mod r0, r1, r3
    div r1, r1, r3
    add r0, '0'
    cmp r0, '9'
    jbe .digit
    add r0, 'a' - '9' - 1
.digit:
    dec r2
    storeb [r2], r0
    cmp r1, 0
    jne .next
    mov r1, r2
    add r2, sp, 12
    sub r2, r1
    platform_write_console
    add sp, 12
    ret

; ---- Input ----

INPUT_SIZE = 256                        ; a power of two: positions run on and on, and their low bits count

input:
    .space INPUT_SIZE
input_read:
    .word 0                             ; how many bytes processes have read,
input_filled:
    .word 0                             ; and how many have arrived

; The console's interrupt: takes all there is, for the line stays asserted until then, and wakes whoever waits.
; Real world: when the buffer is full, a terminal beeps, or the line tells the sender to stop. Here bytes are lost.
console_interrupt:
    enter
    mov r4, input
.next:
    platform_read_console
    cmp r0, -1
    je .empty
    load r2, [r4 + input_filled - input]
    load r3, [r4 + input_read - input]
    sub r3, r2, r3
    cmp r3, INPUT_SIZE
    jae .next
    and r3, r2, INPUT_SIZE - 1
    add r3, r4
    storeb [r3], r0
    inc r2
    store [r4 + input_filled - input], r2
    jmp .next
.empty:
    mov r1, r4
    call wakeup
    leave

; Reads a line, or as much of it as the r2 bytes at r1 hold, for the present process. r0 = the number of bytes. The
; memory has been checked; it stays valid while we sleep, for only its own process could change that.
console_read:
    enter
    mov r4, input
    mov r5, r1
    add r6, r1, r2
    mov r7, r1
.next:
    cmp r7, r6
    jae .done
.wait:
    load r2, [r4 + input_read - input]
    load r3, [r4 + input_filled - input]
    cmp r2, r3
    jne .there
    mov r1, r4
    call sleep
    jmp .wait                           ; another reader may have been faster
.there:
    and r3, r2, INPUT_SIZE - 1
    add r3, r4
    loadb r0, [r3]
    inc r2
    store [r4 + input_read - input], r2
    storeb [r7], r0
    inc r7
    cmp r0, '\n'
    jne .next
.done:
    sub r0, r7, r5
    leave
