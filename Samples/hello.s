; The smallest complete program: text leaves through a port, then the machine is switched off.
;
; Look at the loop. `out` is privileged, so on bare metal a character costs one instruction, and under a
; monitor it costs a trip into the monitor and back. Count the exits, then count the letters.
;
; expect output: Hello, Ring32!
; expect exit: 0
; expect engines: native trap bt hvm

_start:
    mov r1, greeting
.next:
    loadb r2, [r1]
    cmp r2, 0               ; only cmp and test write the flags
    je .done
    out CONSOLE_DATA, r2
    inc r1
    jmp .next
.done:
    clr r0
    out POWER_EXIT, r0      ; the machine stops here, with exit code 0

greeting:
    .asciz "Hello, Ring32!\n"
