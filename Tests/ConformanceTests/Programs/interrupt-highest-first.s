; pins: of two pending interrupts of one class the higher vector comes first
; given input: x
; expect stop: halt
; expect word log0: 0x00210004
; expect word log1: 0x00200004
; expect word count: 2
.include "lib/traps.s"
_start:
    traps
    mov r0, ~(1 << TIMER_LINE | 1 << CONSOLE_LINE) & 0xffff
    out PIC_MASK, r0
    mov r0, 1
    out TIMER_CONTROL, r0
    out CONSOLE_CONTROL, r0
wait:
    in r1, TIMER_STATUS
    test r1, 1
    jz wait
    sti
site:
    nop
    nop
caught:
    cmp r7, 0
    jne end
    mov r7, 1
    console_ends
    iret
end:
    hlt
