; The holes of x86, seen from a kernel: six instructions tell it about the processor, and none of them traps.
;
; A monitor that runs the kernel outside ring 0 is given away by each of them, or misled. One that translates the kernel's
; code, or that has the processor's help, tells it what bare metal tells it. (On trap-and-emulate, an x86-like host is no
; place for this kernel: try --engine trap.)
;
; expect output: ring 0
; expect output: smsw shows paging off
; expect output: sidt shows the trap table
; expect output: pushf shows interrupts on after popf
; expect output: and off after popf again
; expect output: iret brings back what was pushed
; expect exit: 0

.include "lib/console.s"

_start:
    mov sp, 0x30000
    mov r1, table
    lidt r1

    rdring r2
    cmp r2, 0
    jne wrong
    mov r1, text_ring
    call print

    smsw r2
    test r2, CR0_PAGING
    jne wrong
    mov r1, text_paging
    call print

    sidt r2
    mov r3, table
    cmp r2, r3
    jne wrong
    mov r1, text_table
    call print

    mov r2, FLAG_INTERRUPT              ; interrupts on, by way of the stack: no device has anything to say
    push r2
    popf
    pushf
    pop r2
    test r2, FLAG_INTERRUPT
    je wrong
    mov r1, text_on
    call print

    clr r2
    push r2
    popf
    pushf
    pop r2
    test r2, FLAG_INTERRUPT
    jne wrong
    mov r1, text_off
    call print

    mov r3, sp
    clr r2                              ; a frame: error code, sp, flags with the ring, pc
    push r2
    push r3
    mov r2, FLAG_INTERRUPT | FLAG_CARRY
    push r2
    mov r2, back
    push r2
    iret
back:
    pushf
    pop r2
    cmp r2, FLAG_INTERRUPT | FLAG_CARRY
    jne wrong
    mov r1, text_iret
    call print
    mov r1, 0
    out POWER_EXIT, r1

wrong:
    mov r1, text_wrong
    call print
    mov r1, 1
    out POWER_EXIT, r1

text_ring:      .asciz "ring 0\n"
text_paging:    .asciz "smsw shows paging off\n"
text_table:     .asciz "sidt shows the trap table\n"
text_on:        .asciz "pushf shows interrupts on after popf\n"
text_off:       .asciz "and off after popf again\n"
text_iret:      .asciz "iret brings back what was pushed\n"
text_wrong:     .asciz "the processor is not what it seems\n"

    .align 8
table:
    .space 2048
