; pins: an interrupt's frame that lies on its handler's code is executed as what it is
; expect stop: exit
; expect exit: 77
.macro gate number, handler, bits
    mov r0, trap_table + 8 * (\number)
    mov r1, \handler
    store [r0], r1
    mov r1, \bits
    store [r0+4], r1
.endm
_start:
    mov sp, 0x8000
    gate 0x30, on_timer, GATE_PRESENT
    gate 6, on_undef, GATE_PRESENT
    gate 3, on_undef, GATE_PRESENT
    mov r1, trap_table
    lidt r1
    mov r1, ~(1 << TIMER_LINE) & 0xffff
    out PIC_MASK, r1
    mov r1, 0x30
    out PIC_ROUTE + TIMER_LINE, r1
    clr r7
    clr r8
    call tick
    call tick
    ; now with a stack whose frame lies on the handler
    mov r12, sp
    mov sp, on_timer + 32
    mov r1, 200
    out TIMER_PERIOD, r1
    mov r1, 1
    out TIMER_CONTROL, r1
    sti
.w: jmp .w
tick:
    mov r1, 200
    out TIMER_PERIOD, r1
    mov r1, 1
    out TIMER_CONTROL, r1
    mov r9, r7
    sti
.w: cmp r7, r9
    je .w
    cli
    ret
on_undef:
    mov r1, 77
    out POWER_EXIT, r1
.align 4096
on_timer:
    nop
    nop
    inc r7
    nop
    nop
    nop
    nop
    nop         ; error word = 0 comes here: ud
    cmp r7, 3
    je .end
    mov r1, 1
    out TIMER_STATUS, r1
    out PIC_EOI, r1
    iret
.end:
    mov r1, 5
    out POWER_EXIT, r1
    .align 8
trap_table:
    .space 2048
