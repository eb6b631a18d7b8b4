; pins: after an interrupt through a gate that keeps interrupts on, its handler is open to a higher class without sti
; given input: x
; expect stop: halt
; expect r5: 1
; expect word log0: 0x00210008
; expect word flags: 0x200
; expect word frame: 0x21fe0
; expect word count: 1
.include "lib/traps.s"
_start:
    traps
    gate 0x31, site, GATE_PRESENT | GATE_KEEP_INTERRUPTS
    gate 0x41, on_console, GATE_PRESENT
    mov r0, 0x31
    out PIC_ROUTE + TIMER_LINE, r0
    mov r0, 0x41
    out PIC_ROUTE + CONSOLE_LINE, r0
    mov r0, ~(1 << TIMER_LINE | 1 << CONSOLE_LINE) & 0xffff
    out PIC_MASK, r0
    mov r0, 1
    out TIMER_CONTROL, r0
wait:
    in r1, TIMER_STATUS
    test r1, 1
    jz wait
    clr r5
    sti
    nop
    hlt
site:
    inc r5
    out CONSOLE_CONTROL, r0
    inc r5
caught:
    hlt
