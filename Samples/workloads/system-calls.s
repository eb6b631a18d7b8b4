; System calls: a program that does little but call its kernel, as one that copies a file byte by
; byte would.
;
; The kernel answers at once, so nearly all that a call costs is the way in and out. Look at what
; that way is. On bare metal, and under hardware assist, `syscall` leads straight to the kernel.
; Under trap-and-emulate it enters the monitor, and so does the return; under binary translation,
; too, for only the kernel is translated. The port uses `int` with a gate that the hypervisor has
; put into the processor's own trap table, so that a call does not pass through the hypervisor; on a
; host of the classic kind `iret` is privileged, and the way back is a hypercall.
;
; given port: system-calls-pv.s
; expect output: 12000 system calls, the answers' sum is 83750
; expect exit: 0
; expect engines: native trap bt pv hvm

ROUNDS = 4000                           ; of three calls each

CALL_EXIT = 0                           ; r1 is the result
CALL_IDENTITY = 1                       ; r0 = who the program is
CALL_COUNT = 2                          ; r0 = how many calls there were
CALL_LESSER = 3                          ; r0 = the lesser of r1 and MOST
MOST = 20
IDENTITY = 7

.include "lib/platform.s"

main:
    call program_space
    mov r1, r0
    jmp start_program

.section data
calls:
    .word 0
.section text

system_call:
    mov r12, calls
    load r13, [r12]
    inc r13
    store [r12], r13
    cmp r0, CALL_IDENTITY
    je .identity
    cmp r0, CALL_COUNT
    je .count
    cmp r0, CALL_LESSER
    je .limit
    mov r4, r1
    sub r1, r13, 1                      ; the one that ends the program is not counted
    call print_decimal
    say " system calls, the answers' sum is "
    mov r1, r4
    call print_decimal
    say "\n"
    clr r1
    platform_power_off
.identity:
    mov r0, IDENTITY
    return_to_program
.count:
    and r0, r13, 1
    return_to_program
.limit:
    mov r0, r1
    cmp r0, MOST
    jbe .small
    mov r0, MOST
.small:
    return_to_program

; ---- Ring 3 ----

.section program, USER_BASE, auto
.align PAGE_SIZE
    mov r4, ROUNDS
    clr r5                              ; the sum of all answers
.next:
    mov r0, CALL_IDENTITY
    call_kernel
    add r5, r0
    mov r0, CALL_COUNT
    call_kernel
    add r5, r0
    mov r0, CALL_LESSER
    and r1, r4, 31
    call_kernel
    add r5, r0
    dec r4
    cmp r4, 0
    jne .next
    mov r0, CALL_EXIT
    mov r1, r5
    call_kernel
