; pins: an interrupt waits for the instruction after sti to be complete, also where that is the first to touch its page
; expect stop: halt
; expect r6: 1
; expect r7: 4
_start:
    mov r1, table + 8 * 0x20
    mov r2, on_timer
    store [r1], r2
    mov r2, GATE_PRESENT
    store [r1+4], r2
    mov r1, table
    lidt r1
    mov sp, 0x30000
    mov r1, 0xfffe
    out PIC_MASK, r1
    mov r1, 50
    out TIMER_PERIOD, r1
    mov r1, 1
    out TIMER_CONTROL, r1
    mov r2, 2000
wait:
    sub r2, 1
    cmp r2, 0
    jne wait
    mov r4, 0x80000                     ; a page not touched so far
    push r4
    mov r6, 1
    sti
shadowed:
    load r5, [r4]
    mov r6, 2
    cli
    hlt
on_timer:
    load r7, [sp]
    mov r1, shadowed
    sub r7, r7, r1                      ; how far behind sti
    mov r1, 0
    out PIC_EOI, r1
    cli
    hlt
    .align 8
table:
    .space 2048
