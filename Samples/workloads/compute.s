; Computation: a program that sieves primes and takes a checksum, and hardly ever enters the kernel.
;
; This is what every technique is good at, for programs in ring 3 run directly: the ratios are near
; 1, and what there is above it comes from the start and the few lines of output. Give binary
; translation `--translate-user` to see what it would be if programs were translated, too.
;
; given port: compute-pv.s
; expect output: 3245 primes below 30000, the sieve's CRC is 2079658030
; expect exit: 0
; expect engines: native trap bt pv hvm

BOUND = 30000                           ; primes below this; a byte each, so 8 pages
PASSES = 4                              ; the whole work is done so often

SIEVE = USER_BASE + (1 << 20)
POLYNOMIAL = 0xedb88320                 ; of CRC-32, the lowest bit first

CALL_EXIT = 0                           ; r1 is the number of primes, r2 the checksum

.include "lib/platform.s"

main:
    call program_space
    mov r4, r0
    mov r1, r0
    mov r2, SIEVE
    mov r3, (BOUND + PAGE_SIZE - 1) / PAGE_SIZE
    call map_new
    mov r1, r4
    jmp start_program

system_call:                            ; there is but one
    mov r4, r1
    mov r5, r2
    call print_decimal
    say " primes below "
    mov r1, BOUND
    call print_decimal
    say ", the sieve's CRC is "
    mov r1, r5
    call print_decimal
    say "\n"
    clr r1
    platform_power_off

; ---- Ring 3 ----

.section program, USER_BASE, auto
.align PAGE_SIZE
    mov r8, PASSES
.pass:
    call sieve
    mov r4, r0
    call checksum
    mov r5, r0
    dec r8
    cmp r8, 0
    jne .pass
    mov r0, CALL_EXIT
    mov r1, r4
    mov r2, r5
    call_kernel

; r0 = how many primes there are. In the sieve, 1 says that the number is none.
sieve:
    mov r1, SIEVE
    mov r2, SIEVE + BOUND
    clr r3
.clear:
    storeb [r1], r3
    inc r1
    cmp r1, r2
    jb .clear
    clr r0
    mov r12, 2                          ; the number
    mov r3, 1
    mov r14, BOUND
.next:
    mov r1, SIEVE
    add r1, r12
    loadb r13, [r1]
    cmp r13, 0
    jne .composite
    inc r0
.strike:
    add r1, r12                         ; all its multiples
    cmp r1, r2
    jae .composite
    storeb [r1], r3
    jmp .strike
.composite:
    inc r12
    cmp r12, r14
    jb .next
    ret

; r0 = the CRC-32 of the sieve.
checksum:
    mov r0, -1
    mov r1, SIEVE
    mov r2, SIEVE + BOUND
    mov r13, POLYNOMIAL
.byte:
    loadb r3, [r1]
    xor r0, r3
    mov r12, 8
.bit:
    test r0, 1
    shr r0, 1                           ; leaves the flags alone
    je .zero
    xor r0, r13
.zero:
    dec r12
    cmp r12, 0
    jne .bit
    inc r1
    cmp r1, r2
    jb .byte
    not r0
    ret
