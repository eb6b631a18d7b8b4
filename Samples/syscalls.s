; System calls: a program in ring 3 asks the kernel in ring 0, through a gate (`int 0x80`) or by `syscall`.
;
; Compare the two entries. The gate costs a look into the trap table and a frame of four words in memory, and all
; registers survive; `syscall` touches no memory at all and pays with r12, r13 and r14. Under a monitor both may
; have to pass through it on their way from ring 3 to a kernel that no longer owns ring 0.
;
; expect output: kernel: going to ring 3
; expect output: user: hello through the gate
; expect output: user: hello by syscall
; expect output: kernel: called from ring 3
; expect output: user: all registers survived the gate
; expect output: user: syscall took r12 to r14 only
; expect output: kernel: 105 calls through the gate, 103 by syscall
; expect exit: 42
; expect engines: native trap bt hvm

.include "lib/console.s"
.include "lib/traps.s"

; The calls: the number in r0, an argument in r1.
CALL_PRINT = 0                          ; prints the text at r1
CALL_RING  = 1                          ; reports which ring the call came from
CALL_NONE  = 2                          ; does nothing
CALL_EXIT  = 3                          ; ends the program; r1 is the exit code

_start:
    say "kernel: going to ring 3\n"
    gate 0x80, gate_entry, GATE_PRESENT | GATE_USER     ; without GATE_USER, ring 3 might not call it
    mov r1, trap_table
    lidt r1
    mov r1, fast_entry
    mov sysentry, r1
    mov sp0, sp                         ; the kernel has nothing on its stack that it needs again

    clr r0                              ; there is no "call into ring 3": return to it, as if it had called
    mov r1, user_stack
    mov r2, 3 << FLAG_RING_SHIFT
    mov r3, user
    push r0                             ; the error code, which iret drops
    push r1                             ; sp
    push r2                             ; ring 3, interrupts off, all arithmetic flags clear
    push r3                             ; pc
    iret

; `int 0x80` arrives here, on the stack sp0: the hardware has pushed pc, flags with the ring, sp, and a zero.
gate_entry:
    push r2
    push r3
    mov r3, gate_calls
    call count
    load r3, [sp + 8 + FRAME_FLAGS]     ; two registers lie below the frame
    shr r3, FLAG_RING_SHIFT
    call serve
    pop r3
    pop r2
    iret

; `syscall` arrives here, on the same stack: r12, r13 and r14 hold the caller's flags, pc and sp.
fast_entry:
    push r2
    push r3
    mov r3, fast_calls
    call count
    mov r3, 3                           ; nobody else can use syscall
    call serve
    pop r3
    pop r2
    sysret                              ; r12 to r14 still hold what it needs

; Does call r0 with the argument r1 for a caller in ring r3.
serve:
    cmp r0, CALL_PRINT
    je print
    cmp r0, CALL_RING
    je .ring
    cmp r0, CALL_EXIT
    je .exit
    ret
.ring:
    say "kernel: called from ring "
    push r1
    mov r1, r3
    call print_decimal
    pop r1
    say "\n"
    ret
.exit:
    say "kernel: "
    mov r3, gate_calls
    call report
    say " calls through the gate, "
    mov r3, fast_calls
    call report
    say " by syscall\n"
    jmp exit

; Adds one to the counter at r3.
count:
    load r2, [r3]
    inc r2
    store [r3], r2
    ret

; Prints the counter at r3.
report:
    push r1
    load r1, [r3]
    call print_decimal
    pop r1
    ret

gate_calls:
    .word 0
fast_calls:
    .word 0

; ---- From here on, ring 3 ----

user:
    clr r0                              ; CALL_PRINT
    mov r1, text_gate
    int 0x80
    mov r1, text_fast
    syscall
    mov r0, CALL_RING
    int 0x80

    call fill                           ; every register gets a value that tells where it belongs,
    mov r0, CALL_NONE
    int 0x80
    call sum
    cmp r0, SUM                         ; and has it still
    jne .lost
    clr r0
    mov r1, text_kept
    int 0x80

    call fill
    mov r0, CALL_NONE
    syscall
.back:
    mov r0, .back
    cmp r13, r0                         ; the three that changed hold what sysret has used
    jne .lost
    cmp r14, sp
    jne .lost
    call fill_high
    call sum
    cmp r0, SUM
    jne .lost
    clr r0
    mov r1, text_took
    syscall

    mov r2, 100
.again:
    mov r0, CALL_NONE
    int 0x80
    syscall
    dec r2
    cmp r2, 0
    jne .again
.lost:
    mov r0, CALL_EXIT
    mov r1, 42
    int 0x80

SUM = 0x101 * (1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10 + 11 + 12 + 13 + 14)

; Gives r1 to r14 a value each: 0x101 times their number. `fill_high` does r12 to r14 only.
fill:
    mov r1, 0x101
    mov r2, 0x202
    mov r3, 0x303
    mov r4, 0x404
    mov r5, 0x505
    mov r6, 0x606
    mov r7, 0x707
    mov r8, 0x808
    mov r9, 0x909
    mov r10, 0xa0a
    mov r11, 0xb0b
fill_high:
    mov r12, 0xc0c
    mov r13, 0xd0d
    mov r14, 0xe0e
    ret

; r0 = r1 + r2 + ... + r14.
sum:
    add r0, r1, r2
    add r0, r3
    add r0, r4
    add r0, r5
    add r0, r6
    add r0, r7
    add r0, r8
    add r0, r9
    add r0, r10
    add r0, r11
    add r0, r12
    add r0, r13
    add r0, r14
    ret

text_gate:
    .asciz "user: hello through the gate\n"
text_fast:
    .asciz "user: hello by syscall\n"
text_kept:
    .asciz "user: all registers survived the gate\n"
text_took:
    .asciz "user: syscall took r12 to r14 only\n"

.align 4
    .space 256
user_stack:
