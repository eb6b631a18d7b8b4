; pins: a handler with interrupts on is interrupted by a higher class, and not before its own sti
; given input: x
; expect stop: halt
; expect word log0: 0x0020fffc
; expect word log1: 0x00210008
; expect word flags: 0x202
; expect word frame: 0x21fe0
; expect r4: 0x31
.include "lib/traps.s"
_start:
    traps
    gate 0x31, on_console, GATE_PRESENT
    mov r0, 0x31
    out PIC_ROUTE + CONSOLE_LINE, r0
    mov r0, ~(1 << TIMER_LINE | 1 << CONSOLE_LINE) & 0xffff
    out PIC_MASK, r0
    mov r0, 1
    out TIMER_CONTROL, r0
wait:
    in r1, TIMER_STATUS
    test r1, 1
    jz wait
    sti
    nop
    nop
site:
    sti
    nop
    nop
caught:
    in r4, PIC_SERVICE
    cmp r4, 0x20
    jne end
    out CONSOLE_CONTROL, r0
    nop
    jmp site
end:
    hlt
