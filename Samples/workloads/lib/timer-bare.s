; The timer on bare metal. Each `wait_for_tick` sleeps for PERIOD ticks of the clock.

start_timer:
    mov r1, 0x20 + TIMER_LINE
    mov r2, on_timer
    platform_set_handler
    mov r1, ~(1 << TIMER_LINE) & 0xffff
    out PIC_MASK, r1
    mov r1, PERIOD
    out TIMER_PERIOD, r1
    ret

.section data
expired:
    .word 0
.section text

wait_for_tick:
    clr r1
    set expired, r1, r2
    inc r1
    out TIMER_CONTROL, r1               ; enabled, once
.wait:
    platform_wait
    get r1, expired
    cmp r1, 0
    je .wait
    ret

stop_timer:
    clr r1
    out TIMER_CONTROL, r1
    mov r1, 0xffff
    out PIC_MASK, r1
    ret

on_timer:
    push r1
    push r2
    mov r1, 1
    out TIMER_STATUS, r1                ; the timer drops its line
    out PIC_EOI, r1
    set expired, r1, r2
    pop r2
    pop r1
    iret
