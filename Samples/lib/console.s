; Console output for the samples that run in ring 0 (ports are privileged).
;
; Arguments come in r1. Every routine leaves all registers as they were; the flags are lost.
; The console accepts a byte at any time (bit 1 of CONSOLE_STATUS is always set), so nothing waits here.

; say "text" prints a literal. It lies right behind the call, so that a program reads like its output.
.macro say text
    call print_inline
    .asciz \text
    .align 4
.endm

; Prints the text that follows the call, and returns behind it.
print_inline:
    push r1
    push r2
    load r1, [sp+8]         ; the return address is where the text begins
.next:
    loadb r2, [r1]
    inc r1
    cmp r2, 0
    je .end
    out CONSOLE_DATA, r2
    jmp .next
.end:
    add r1, 3               ; code goes on at the next multiple of 4
    shr r1, 2
    shl r1, 2
    store [sp+8], r1
    pop r2
    pop r1
    ret

; Prints the text at r1, which a zero byte ends.
print:
    push r1
    push r2
.next:
    loadb r2, [r1]
    cmp r2, 0
    je .end
    out CONSOLE_DATA, r2
    inc r1
    jmp .next
.end:
    pop r2
    pop r1
    ret

; Prints r1 as an unsigned decimal number: first, by calling itself, the digits before the last one.
print_decimal:
    push r1
    push r2
    push r3
    mov r3, 10
    mod r2, r1, r3
    div r1, r1, r3
    cmp r1, 0
    je .last
    call print_decimal
.last:
    add r2, '0'
    out CONSOLE_DATA, r2
    pop r3
    pop r2
    pop r1
    ret

; Prints r1 as 0x and hexadecimal digits, without leading zeros.
print_hex:
    say "0x"
print_hex_digits:
    push r1
    push r2
    and r2, r1, 15
    shr r1, 4
    cmp r1, 0
    je .last
    call print_hex_digits
.last:
    add r2, '0'
    cmp r2, '9'
    jbe .digit
    add r2, 'a' - '9' - 1
.digit:
    out CONSOLE_DATA, r2
    pop r2
    pop r1
    ret

; Switches the machine off; r1 is the exit code.
exit:
    out POWER_EXIT, r1
