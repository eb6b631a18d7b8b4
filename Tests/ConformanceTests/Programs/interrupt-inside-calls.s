; pins: an interrupt at any instruction finds all registers as they are there: around calls, returns and jumps by register
; expect stop: halt
; expect r9: 120
; expect r10: 0
.macro gate number, handler
    mov r0, table + 8 * (\number)
    mov r1, \handler
    store [r0], r1
    mov r1, GATE_PRESENT
    store [r0+4], r1
.endm
_start:
    gate 0x20, on_timer
    mov r1, table
    lidt r1
    mov sp, 0x30000
    mov r1, 0xfffe
    out PIC_MASK, r1
    mov r7, 1                           ; the timer's period, one more each time
    mov r9, 0                           ; interrupts taken
    mov r10, 0                          ; registers found wrong
again:
    mov r11, r7
    mov r12, r9
    out TIMER_PERIOD, r7
    mov r1, 1
    out TIMER_CONTROL, r1
    mov r0, 0x1111
    mov r1, 0x2222
    mov r2, 0x3333
    mov r13, leaf
    mov r14, behind
    sti
wait:
    call r13
    call leaf
    jmp r14
behind:
    cmp r9, r12
    je wait
    cli
    mov r1, 0
    out TIMER_CONTROL, r1
    add r7, r7, 1
    cmp r7, 120
    jbe again
    hlt
leaf:
    ret
on_timer:
    cmp r0, 0x1111
    jne wrong
    cmp r1, 0x2222
    jne wrong
    cmp r2, 0x3333
    je right
wrong:
    add r10, r10, 1
right:
    add r9, r9, 1
    push r1
    mov r1, 1
    out TIMER_STATUS, r1
    mov r1, 0
    out TIMER_CONTROL, r1
    out PIC_EOI, r1
    pop r1
    iret
    .align 8
table:
    .space 2048
