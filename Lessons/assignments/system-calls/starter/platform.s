; The machine below your kernel. It makes the trap table, enters ring 3, and starts the program at
; `user`, which the guest's own file has. Your part is `system_call` in kernel.s.
;
; This file is given: a change here is not looked at.

CALL_PUT   = 1                          ; the numbers of the calls, in r0
CALL_WRITE = 2
CALL_EXIT  = 3

UNEXPECTED = 99                         ; the exit code if a trap comes that nobody has asked for

; call_kernel NUMBER makes a call. The program has set r1 and r2 before.
.macro call_kernel number
    mov r0, \number
    int 0x80
.endm

; Code, and what is written: on pages of their own, so that a translator need not watch its own pages.
.section data, 0x8000
.section text, 0x1000

_start:
    mov sp, kernel_stack
    mov sp0, sp                         ; where a trap from ring 3 begins its frame
    mov r1, trap_table
    lidt r1
    clr r0
    mov r1, user_stack
    mov r2, 3 << FLAG_RING_SHIFT        ; ring 3; interrupts are off throughout
    mov r3, user
    push r0                             ; a frame as `int` would have made it: the error code,
    push r1                             ; sp,
    push r2                             ; flags and ring,
    push r3                             ; pc
    iret

unexpected:
    mov r1, UNEXPECTED
    out POWER_EXIT, r1

.include "kernel.s"

.section data
.align 8
trap_table:
.org trap_table + 8 * VECTOR_DIVIDE
    .word unexpected, GATE_PRESENT
.org trap_table + 8 * VECTOR_UNDEFINED
    .word unexpected, GATE_PRESENT
.org trap_table + 8 * VECTOR_PROTECTION
    .word unexpected, GATE_PRESENT
.org trap_table + 8 * 0x80
    .word system_call, GATE_PRESENT | GATE_USER
.org trap_table + 8 * 256

    .space 256
kernel_stack:
    .space 256
user_stack:
    .space 64

; What follows is the program's, in ring 3.
.section program, 0x10000
